package dev.peerloom.cli;

import dev.peerloom.cli.scaffold.BuildTool;
import dev.peerloom.cli.scaffold.ProjectName;
import dev.peerloom.cli.scaffold.Scaffold;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code peerloom plugin new}: the project that the author of a plugin starts from. */
final class PluginNewCommand {
    private static final String PACKAGE = "--package";
    private static final String DIR = "--dir";
    private static final String GRADLE = "--gradle";
    private static final String JSON = "--json";

    /** Where Peerloom's artifacts are if the distribution does not bring them. */
    private static final URI PUBLIC = URI.create("https://repo.maven.apache.org/maven2");

    private PluginNewCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "new", "Writes the project of a new plugin.", PluginNewCommand::write);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("NAME")
                        .description(
                                "The plugin's id: letters, digits, '-', '_' and single dots. Its"
                                        + " first 8 characters name the protocol.")
                        .type(String.class)
                        .arity("1")
                        .required(true)
                        .index("0")
                        .build());
        spec.addOption(
                option(PACKAGE, "NAME", "The Java package and module (default: com.example.NAME).")
                        .type(String.class)
                        .build());
        spec.addOption(
                option(DIR, "DIR", "The folder to write to (default: NAME in this folder).")
                        .type(java.io.File.class)
                        .build());
        spec.addOption(Specs.flag(GRADLE, "Build with Gradle in place of Maven."));
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.usageMessage()
                .customSynopsis("peerloom plugin new NAME [--package NAME] [--dir DIR] [--gradle]")
                .description(
                        "The project builds, is tested, and can be dropped into plugins/ as it is:"
                                + " a protocol with two messages, a module descriptor, and tests"
                                + " over a pipe, against the contract of every protocol, and"
                                + " between two nodes. What exists is not overwritten.")
                .footerHeading("%nExample:%n")
                .footer(
                        "  peerloom plugin new chat --package org.example.chat",
                        "  cd chat && mvn verify");
        return spec;
    }

    private static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name).paramLabel(label).arity("1").description(description);
    }

    private static int write(Invocation call) throws ConfigurationException, IOException {
        String id = call.parsed().matchedPositionalValue(0, "");
        String packageName = call.parsed().matchedOptionValue(PACKAGE, "");
        ProjectName name =
                call.parsed().hasMatchedOption(PACKAGE)
                        ? ProjectName.of(id, packageName)
                        : ProjectName.of(id);
        BuildTool tool = call.has(GRADLE) ? BuildTool.GRADLE : BuildTool.MAVEN;
        Optional<URI> sdk = sdk(call);
        Path folder = folder(call, id);
        new Scaffold(name, tool, sdk.orElse(PUBLIC), Node.version()).writeTo(folder);
        if (call.has(JSON)) {
            call.out().println(json(name, tool, folder));
            return ExitCode.OK;
        }
        tell(call.out(), name, tool, folder);
        if (sdk.isEmpty()) {
            call.out()
                    .println(
                            "This distribution has no folder sdk/: the project asks "
                                    + PUBLIC
                                    + " for Peerloom's artifacts.");
        }
        return ExitCode.OK;
    }

    private static Path folder(Invocation call, String id) throws ConfigurationException {
        java.io.File given = call.parsed().matchedOptionValue(DIR, new java.io.File(id));
        try {
            return given.toPath();
        } catch (InvalidPathException e) {
            throw new ConfigurationException("--dir takes the name of a folder, not " + given, e);
        }
    }

    /** The repository in the distribution, in the form that every build tool takes. */
    private static Optional<URI> sdk(Invocation call) {
        return call.home()
                .map(home -> home.resolve("sdk").toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .map(Path::toUri);
    }

    private static ObjectNode json(ProjectName name, BuildTool tool, Path folder) {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.put("folder", folder.toString());
        answer.put("tool", tool.title());
        answer.put("plugin", name.id());
        answer.put("protocol", name.capability() + "/1");
        answer.put("package", name.packageName());
        return answer;
    }

    private static void tell(PrintStream out, ProjectName name, BuildTool tool, Path folder) {
        out.println(
                "%s: a %s project, plugin %s, protocol %s/1, package %s"
                        .formatted(
                                folder,
                                tool.title(),
                                name.id(),
                                name.capability(),
                                name.packageName()));
        out.println();
        out.println("  cd " + folder + " && " + tool.command());
        out.println(
                "  cp -r %s/plugin/%s PLUGINS      # a running node loads it at once"
                        .formatted(tool.output(), name.id()));
        out.println();
        out.println("What is in it and what to do next: " + folder.resolve("README.md"));
    }
}
