package dev.peerloom.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** The walls between the packages of the core: see {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final String CORE = "dev.peerloom.core";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(CORE);

    private void mayNotUse(String user, String... used) {
        noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used)
                .check(CLASSES);
    }

    @Test
    void onlyNetKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void onlyPluginKnowsPf4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".plugin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pf4j..")
                .check(CLASSES);
    }

    @Test
    void onlyCryptoKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    @Test
    void bytesAndPureFunctionsKnowNothingAboveThem() {
        mayNotUse(CORE + ".crypto..", CORE + ".rlpx..", CORE + ".wire..");
        for (String below : new String[] {".crypto..", ".rlpx..", ".wire.."}) {
            mayNotUse(
                    CORE + below,
                    CORE + ".peer..",
                    CORE + ".net..",
                    CORE + ".dial..",
                    CORE + ".plugin..",
                    "java.util.concurrent..",
                    "java.time..");
        }
    }

    @Test
    void linksKnowNeitherSocketsNorPlugins() {
        mayNotUse(CORE + ".peer..", CORE + ".net..", CORE + ".dial..", CORE + ".plugin..");
        mayNotUse(CORE + ".plugin..", CORE + ".peer..", CORE + ".net..", CORE + ".dial..");
        mayNotUse(CORE + ".dial..", CORE + ".peer..", CORE + ".net..", CORE + ".plugin..");
    }

    @Test
    void thereIsNoCycleAmongThePackagesBelow() {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
