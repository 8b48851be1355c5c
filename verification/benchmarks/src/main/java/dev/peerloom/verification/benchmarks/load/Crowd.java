package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers that are connected and answer the node's pings, all by one thread. The list belongs to the
 * thread that made the crowd.
 */
final class Crowd implements AutoCloseable {
    private static final int ABREAST = 16;

    private final Selector selector = Selector.open();
    private final List<LoadPeer> peers = new ArrayList<>();

    Crowd() throws IOException {
        var _ = Thread.ofPlatform().name("crowd").daemon().start(this::answer);
    }

    /** Connects more peers until there are so many. */
    void grow(Server server, int count) throws IOException, InterruptedException {
        LoadPeer[] more = new LoadPeer[count - peers.size()];
        Workers.run(ABREAST, more.length, index -> more[index] = Bench.connect(server));
        for (LoadPeer peer : more) {
            peers.add(peer);
            peer.socket().configureBlocking(false);
            selector.wakeup();
            peer.socket().register(selector, SelectionKey.OP_READ, peer);
        }
        selector.wakeup();
    }

    private void answer() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> answer((LoadPeer) key.attachment(), key), 100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(LoadPeer peer, SelectionKey key) {
        try {
            peer.answerPings();
        } catch (IOException e) {
            // Whoever expects it to be there will notice; the others go on.
            key.cancel();
        }
    }

    /** How many the node has not dropped. */
    long alive() {
        return selector.keys().stream().filter(SelectionKey::isValid).count();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (LoadPeer peer : peers) {
            peer.close();
        }
    }
}
