package dev.peerloom.verification.plugins;

import dev.peerloom.core.Node;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A node with plugins, and a peer that sends the plugin "bad" one message. Ends by nobody. */
final class ExitProgram {
    private ExitProgram() {}

    /** Arguments: an empty folder, the plugins, the code of the message. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Caller caller = new Caller("bad", 4);
        Node node = Node.start(Nodes.config(folder.resolve("node"), Path.of(args[1])));
        Node peer = Nodes.of(folder.resolve("peer"), caller);
        peer.connect(node.enode());
        caller.session().send(Integer.parseInt(args[2]));
        new CountDownLatch(1).await();
    }
}
