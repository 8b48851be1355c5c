package dev.peerloom.verification.plugins;

import dev.peerloom.core.Node;

import java.nio.file.Path;

/**
 * A node in a small heap whose plugin "bad" allocates without end for one of its peers, while
 * another peer keeps a link of its own.
 */
final class HogProgram {
    private static final int TIMES = 3;

    private HogProgram() {}

    /** Arguments: an empty folder, the plugins. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Caller bad = new Caller("bad", 4);
        Caller calm = new Caller("calm", 2);
        try (Node node = Node.start(Nodes.config(folder.resolve("node"), Path.of(args[1])));
                Node badPeer = Nodes.of(folder.resolve("bad"), bad);
                Node calmPeer = Nodes.of(folder.resolve("calm"), calm)) {
            calmPeer.connect(node.enode());
            Caller.Session link = calm.session();
            link.echo(0);
            for (int times = 1; times <= TIMES; times++) {
                badPeer.connect(node.enode());
                Caller.Session session = bad.session();
                session.send(0);
                session.awaitEnd();
                org.awaitility.Awaitility.await().until(() -> badPeer.peers().isEmpty());
                org.awaitility.Awaitility.await().until(() -> node.peers().size() == 1);
                link.echo(times);
            }
            node.plugins().forEach(plugin -> System.out.println(plugin.id() + plugin.faults()));
            System.out.println("calm went on over one link");
        }
        System.exit(0);
    }
}
