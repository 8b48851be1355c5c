package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Two real nodes on the loopback address that run the protocol under test and nothing else: RLPx
 * with its handshake, encryption, compression and limits, as it will be on the network. The last
 * rung of testing a protocol, after the {@link MessagePipe} and the {@link ProtocolContract}.
 *
 * <pre>{@code
 * Chat alice = new Chat("alice");
 * Chat bob = new Chat("bob");
 * try (LoopbackPair pair = LoopbackPair.of(alice, bob).connect()) {
 *     alice.say("hello");
 *     assertEquals("hello", bob.heard().poll(10, TimeUnit.SECONDS));
 *     pair.disconnect(DisconnectReason.REQUESTED);
 *     assertTrue(pair.awaitEndAtSecond().byRemote());
 * }
 * }</pre>
 *
 * <p>A plugin is taken from its jar, or folder of jars, as an operator drops it:
 *
 * <pre>{@code
 * try (LoopbackPair pair = LoopbackPair.builder()
 *         .plugins(Path.of("target/chat-1.0.jar"))
 *         .setting("chat", "room", "lobby")
 *         .start()) {
 *     pair.connect();
 *     assertEquals(List.of("bob"), pair.first().call("chat_members", List.of()));
 * }
 * }</pre>
 *
 * <p>Time is real here. Any thread may call any method; two that connect at once get in each
 * other's way.
 */
public final class LoopbackPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A dial that has come to nothing by then is tried again: the old link may have been going. */
    private static final Duration PER_DIAL = Duration.ofSeconds(2);

    private final PairFolder folder;
    private final PairNode first;
    private final PairNode second;

    private LoopbackPair(PairFolder folder, PairNode first, PairNode second) {
        this.folder = folder;
        this.first = first;
        this.second = second;
    }

    /**
     * Starts two nodes with a protocol each. They are not connected yet.
     *
     * @param first what the first node runs
     * @param second what the second node runs; another instance, if they keep anything
     * @return the pair
     * @throws IOException if the nodes' folders cannot be made
     * @throws AssertionError if a node refuses its protocol
     */
    public static LoopbackPair of(Protocol first, Protocol second) throws IOException {
        return builder().first(first).second(second).start();
    }

    /**
     * Starts two nodes with an instance each of the same protocol. They are not connected yet.
     *
     * @param protocol makes the instances; called twice
     * @return the pair
     * @throws IOException if the nodes' folders cannot be made
     * @throws AssertionError if a node refuses its protocol
     */
    public static LoopbackPair of(Supplier<? extends Protocol> protocol) throws IOException {
        return of(protocol.get(), protocol.get());
    }

    /**
     * A builder, for plugins and settings.
     *
     * @return the builder of a pair that runs nothing yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Has the first node dial the second, and waits until both have the other for a peer.
     *
     * @return this
     * @throws AssertionError if they do not come together within 30 seconds; the message says what
     *     each offers
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LoopbackPair connect() throws InterruptedException {
        first.forget();
        second.forget();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            first.node().connect(second.node().enode());
            if (first.awaitPeer(PER_DIAL) && second.awaitPeer(PER_DIAL)) {
                return this;
            }
        } while (System.nanoTime() - deadline < 0);
        throw new AssertionError(
                "the nodes did not connect within "
                        + PATIENCE.toSeconds()
                        + " s.\nThe first "
                        + first.describe()
                        + "\nThe second "
                        + second.describe());
    }

    /**
     * The node that dials.
     *
     * @return the node: its plugins, methods, metrics, peers
     */
    public Node first() {
        return first.node();
    }

    /**
     * The node that is dialled.
     *
     * @return the node: its plugins, methods, metrics, peers
     */
    public Node second() {
        return second.node();
    }

    /**
     * The second node, as the protocols of the first see it.
     *
     * @return the peer of the last {@link #connect}
     * @throws IllegalStateException if they have not been connected
     */
    public Peer peerOfFirst() {
        return first.peer();
    }

    /**
     * The first node, as the protocols of the second see it.
     *
     * @return the peer of the last {@link #connect}
     * @throws IllegalStateException if they have not been connected
     */
    public Peer peerOfSecond() {
        return second.peer();
    }

    /**
     * Has the first node disconnect. Returns at once.
     *
     * @param reason what the second node is told
     */
    public void disconnect(DisconnectReason reason) {
        peerOfFirst().disconnect(reason, "the test asked for it");
    }

    /**
     * Waits until the link has ended at the first node, and every {@code run()} with it.
     *
     * @return how, as the first node tells it
     * @throws AssertionError if it has not within 30 seconds
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LinkEnd awaitEndAtFirst() throws InterruptedException {
        return first.awaitEnd(PATIENCE);
    }

    /**
     * Waits until the link has ended at the second node, and every {@code run()} with it.
     *
     * @return how, as the second node tells it
     * @throws AssertionError if it has not within 30 seconds
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LinkEnd awaitEndAtSecond() throws InterruptedException {
        return second.awaitEnd(PATIENCE);
    }

    /** Stops both nodes, as an operator does, and deletes what they kept on disk. */
    @Override
    public void close() {
        try (folder;
                second;
                first) {
            // The last one is closed first.
        }
    }

    /** Collects what the nodes run. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Map<String, String>> firstSettings = new TreeMap<>();
        private final Map<String, Map<String, String>> secondSettings = new TreeMap<>();
        private List<Protocol> first = List.of();
        private List<Protocol> second = List.of();
        private List<Path> plugins = List.of();

        private Builder() {}

        /**
         * What the first node runs besides plugins.
         *
         * @param protocols instances that the second does not run
         * @return this
         */
        public Builder first(Protocol... protocols) {
            first = List.of(protocols);
            return this;
        }

        /**
         * What the second node runs besides plugins.
         *
         * @param protocols instances that the first does not run
         * @return this
         */
        public Builder second(Protocol... protocols) {
            second = List.of(protocols);
            return this;
        }

        /**
         * The plugins that both nodes load.
         *
         * @param jarsOrFolders jars, or folders that hold the jars of one plugin each; copied
         * @return this
         */
        public Builder plugins(Path... jarsOrFolders) {
            plugins = List.of(jarsOrFolders);
            return this;
        }

        /**
         * A setting of a plugin in both nodes.
         *
         * @param plugin its id
         * @param key the key in its section
         * @param value the operator's text
         * @return this
         */
        public Builder setting(String plugin, String key, String value) {
            return firstSetting(plugin, key, value).secondSetting(plugin, key, value);
        }

        /**
         * A setting of a plugin in the first node.
         *
         * @param plugin its id
         * @param key the key in its section
         * @param value the operator's text
         * @return this
         */
        public Builder firstSetting(String plugin, String key, String value) {
            firstSettings.computeIfAbsent(plugin, id -> new TreeMap<>()).put(key, value);
            return this;
        }

        /**
         * A setting of a plugin in the second node.
         *
         * @param plugin its id
         * @param key the key in its section
         * @param value the operator's text
         * @return this
         */
        public Builder secondSetting(String plugin, String key, String value) {
            secondSettings.computeIfAbsent(plugin, id -> new TreeMap<>()).put(key, value);
            return this;
        }

        /**
         * Starts the nodes. They are not connected yet.
         *
         * @return the pair
         * @throws IOException if the nodes' folders cannot be made, or the plugins not be copied
         * @throws AssertionError if a node does not start, or one of its plugins has failed
         */
        public LoopbackPair start() throws IOException {
            PairFolder folder = PairFolder.create();
            PairNode one = null;
            boolean started = false;
            try {
                one = PairNode.start("first", folder, plugins, first, firstSettings);
                PairNode other = PairNode.start("second", folder, plugins, second, secondSettings);
                started = true;
                return new LoopbackPair(folder, one, other);
            } catch (ConfigurationException e) {
                throw new AssertionError("a node does not start: " + e.getMessage(), e);
            } finally {
                if (!started) {
                    if (one != null) {
                        one.close();
                    }
                    folder.close();
                }
            }
        }
    }
}
