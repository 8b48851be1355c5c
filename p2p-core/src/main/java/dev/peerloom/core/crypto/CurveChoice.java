package dev.peerloom.core.crypto;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which implementation of the curve this process uses: libsecp256k1 where one loads and answers
 * some known questions rightly, else Bouncy Castle. Looked for once, in this order: the jar of the
 * distribution that carries it, then the system's libraries.
 *
 * <p>The system property {@code peerloom.secp256k1} says otherwise: {@code java} for Bouncy Castle,
 * or the path of a library.
 */
@SuppressWarnings("restricted") // loading a library is what this is for
final class CurveChoice {
    static final String PROPERTY = "peerloom.secp256k1";
    static final String JAVA = "java";

    private static final Logger LOG = LoggerFactory.getLogger(CurveChoice.class);

    /** Where the jar of ACINQ's secp256k1-kmp has the library; it exports the plain C functions. */
    private static final String BUNDLED = "fr/acinq/secp256k1/jni/native/linux-";

    /** The name of that jar as a module. */
    private static final String MODULE = "secp256k1.kmp.jni.jvm.linux";

    /** Names of the releases so far, newest first; the functions we call are the same in all. */
    private static final List<String> SYSTEM =
            List.of(
                    "libsecp256k1.so.6",
                    "libsecp256k1.so.5",
                    "libsecp256k1.so.2",
                    "libsecp256k1.so.1",
                    "libsecp256k1.so.0",
                    "libsecp256k1.dylib");

    private CurveChoice() {}

    /** The implementation to use from now on. */
    static Secp256k1 choose() {
        return choose(System.getProperty(PROPERTY));
    }

    static Secp256k1 choose(@Nullable String wish) {
        if (JAVA.equals(wish)) {
            return BouncyCastleSecp256k1.INSTANCE;
        }
        if (!CurveChoice.class.getModule().isNativeAccessEnabled()) {
            // Without the permission the JDK prints a warning at the first call, and will refuse
            // it.
            LOG.debug("libsecp256k1 is not used: that needs --enable-native-access={}", module());
            return BouncyCastleSecp256k1.INSTANCE;
        }
        Secp256k1 found = wish == null ? search() : at(Path.of(wish));
        return found == null ? BouncyCastleSecp256k1.INSTANCE : found;
    }

    private static String module() {
        String name = CurveChoice.class.getModule().getName();
        return name == null ? "ALL-UNNAMED" : name;
    }

    private static @Nullable Secp256k1 at(Path file) {
        try {
            return checked(
                    file.toString(),
                    SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global()));
        } catch (IllegalArgumentException e) {
            LOG.warn("libsecp256k1 at {} is not used: {}", file, e.getMessage());
            return null;
        }
    }

    private static @Nullable Secp256k1 search() {
        Secp256k1 bundled = bundled();
        if (bundled != null) {
            return bundled;
        }
        for (String name : SYSTEM) {
            try {
                return checked(name, SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException e) {
                LOG.debug("{}: {}", name, e.getMessage());
            }
        }
        return null;
    }

    private static @Nullable Secp256k1 bundled() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return null;
        }
        String architecture = System.getProperty("os.arch", "");
        String folder = BUNDLED + (architecture.equals("amd64") ? "x86_64" : architecture);
        String name = folder + "/libsecp256k1-jni.so";
        try (InputStream library = resource(name)) {
            return library == null ? null : load(library);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The libsecp256k1 that we bring is not used: {}", e.getMessage());
            return null;
        }
    }

    /** From its module, if it is one: a class loader would open every jar of the program first. */
    private static @Nullable InputStream resource(String name) throws IOException {
        Optional<Module> module =
                Optional.ofNullable(CurveChoice.class.getModule().getLayer())
                        .flatMap(layer -> layer.findModule(MODULE));
        return module.isPresent()
                ? module.get().getResourceAsStream(name)
                : CurveChoice.class.getClassLoader().getResourceAsStream(name);
    }

    /** The file is not needed any more once it is mapped. */
    private static Secp256k1 load(InputStream library) throws IOException {
        Path file = Files.createTempFile("libsecp256k1-", ".so");
        try {
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            return checked("bundled", SymbolLookup.libraryLookup(file, Arena.global()));
        } finally {
            Files.delete(file);
        }
    }

    /**
     * The library, once it has answered rightly.
     *
     * @throws IllegalArgumentException if it has not
     */
    private static Secp256k1 checked(String origin, SymbolLookup symbols) {
        Secp256k1 curve = new NativeSecp256k1(new LibSecp256k1(origin, symbols));
        byte[] one = new byte[32];
        one[31] = 1;
        byte[] generator = KnownAnswers.generator();
        boolean right =
                Arrays.equals(generator, curve.publicKey(one))
                        && Arrays.equals(generator, curve.agree(one, generator))
                        && Arrays.equals(KnownAnswers.signature(), curve.sign(one, one))
                        && Arrays.equals(generator, curve.recover(one, KnownAnswers.signature()));
        if (!right) {
            throw new IllegalArgumentException("it computes something else than secp256k1");
        }
        return curve;
    }

    /** What belongs to the private key 1. */
    private static final class KnownAnswers {
        private KnownAnswers() {}

        static byte[] generator() {
            return HexFormat.of()
                    .parseHex(
                            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                                    + "483ada7726a3c4655da4fbfc0e1108a8"
                                    + "fd17b448a68554199c47d08ffb10d4b8");
        }

        /** The signature of RFC 6979 over the number 1. */
        static byte[] signature() {
            return HexFormat.of()
                    .parseHex(
                            "6673ffad2147741f04772b6f921f0ba6af0c1e77fc439e65c36dedf4092e8898"
                                    + "4c1a971652e0ada880120ef8025e709f"
                                    + "ff2080c4a39aae068d12eed009b68c89"
                                    + "01");
        }
    }
}
