package dev.peerloom.verification.plugins;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Sources of the plugins that tests are made of. */
final class Sources {
    private Sources() {}

    /** A protocol of version 1 with 2 message codes, which serves nobody. */
    static String protocol(String className, String name) {
        return """
        package %s;
        import dev.peerloom.api.*;
        public class %s implements Protocol {
            public String name() { return "%s"; }
            public int version() { return 1; }
            public int length() { return 2; }
            public void run(Peer peer, MessageChannel channel) {}
        }
        """
                .formatted(packageOf(className), simpleName(className), name);
    }

    /** A service without protocols. */
    static String service(String className, String start, String stop) {
        return """
        package %s;
        import dev.peerloom.api.*;
        import java.util.*;
        public class %s implements NodeService {
            private NodeContext node;
            public Collection<? extends Protocol> start(NodeContext node) throws Exception {
                this.node = node;
                %s
                return List.of();
            }
            public void stop() throws Exception {
                %s
            }
        }
        """
                .formatted(packageOf(className), simpleName(className), start, stop);
    }

    /** A statement that leaves words in the node's log: it dials a host of that name. */
    static String say(String word) {
        return "node.connect(new Enode(node.enode().id(), \"%s.test\", 1, 1));"
                .formatted(word.replace(' ', '-'));
    }

    /** The jar of a named module with one protocol, which has the plugin's name. */
    static PluginJar namedProtocol(String id) {
        String className = id + ".main.Main";
        return PluginJar.plugin(id)
                .module(id + ".main")
                .source(className, protocol(className, id))
                .provides(Protocol.class, className);
    }

    /** The jar of a named module whose protocol answers code 0 with code 1. */
    static PluginJar namedEcho(String id) {
        String className = id + ".main.Main";
        String echo =
                """
                MessageChannel channel) throws Exception {
                    while (true) {
                        channel.write(1, channel.read().payload());
                    }
                """;
        return PluginJar.plugin(id)
                .module(id + ".main")
                .source(
                        className,
                        protocol(className, id).replace("MessageChannel channel) {", echo))
                .provides(Protocol.class, className);
    }

    /** The jar of a named module with one service. */
    static PluginJar namedService(String id, String start, String stop) {
        String className = id + ".main.Main";
        return PluginJar.plugin(id)
                .module(id + ".main")
                .source(className, service(className, start, stop))
                .provides(NodeService.class, className);
    }

    /** A jar without module descriptor with one service. */
    static PluginJar plainService(String id, String start, String stop) {
        String className = id + ".main.Main";
        return PluginJar.plugin(id)
                .source(className, service(className, start, stop))
                .provides(NodeService.class, className);
    }

    /** Exposes a method that loads the class it is given and says what came of it. */
    static String exposeLoading() {
        return """
        node.exposeMethod("load", names -> {
            try {
                return Class.forName((String) names.get(0)).getModule().toString();
            } catch (ClassNotFoundException e) {
                return "not found";
            }
        });
        """;
    }

    /** A jar of the host that plugins are compiled against but must not see. */
    static Path hostJar(String prefix) {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(p -> Stream.of(System.getProperty(p, "").split(File.pathSeparator, -1)))
                .map(Path::of)
                .filter(
                        p ->
                                String.valueOf(p.getFileName())
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + prefix + " on the path"));
    }

    private static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('.'));
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
