package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Writes down what passes on one channel, as a {@link Recording}: to look at, and to play again as
 * a regression test.
 *
 * <p>On a pipe, at the virtual times of its clock, from the moment that it is asked to:
 *
 * <pre>{@code
 * Chat chat = new Chat();
 * MessagePipe pipe = MessagePipe.create(chat);
 * Recorder recorder = Recorder.of(pipe);
 * ProtocolRunner runner = ProtocolRunner.start(chat, TestPeer.create(), pipe);
 * try (ScriptedPeer remote = ScriptedPeer.against(runner)) {
 *     remote.expect(HELLO);
 *     remote.send(HELLO, hello("bob"));
 *     remote.expect(WELCOME);
 *     recorder.writeTo(Path.of("src/test/recordings/hello.txt"));
 * }
 * }</pre>
 *
 * <p>In a real node, by running the protocol inside a recorder; each session is recorded of its
 * own:
 *
 * <pre>{@code
 * Recorder recorder = Recorder.around(new Chat());
 * try (Node node = Node.start(config, List.of(recorder.protocol()))) {
 *     …                                                  // talk to another client
 * }
 * recorder.sessions().getFirst().write(Path.of("src/test/recordings/other-client.txt"));
 * }</pre>
 *
 * <p>Any thread may call any method; what changes is guarded by the object's lock. Payloads are
 * kept in memory until the recorder is gone.
 */
public final class Recorder {
    /** One session. Guarded by the recorder. */
    private record Session(Capability capability, long start, List<Recording.Line> lines) {}

    private final List<Session> sessions = new ArrayList<>();
    private final LongSupplier nanos;
    private final Optional<Protocol> protocol;

    private Recorder(LongSupplier nanos, Optional<Protocol> protocol) {
        this.nanos = nanos;
        this.protocol = protocol;
    }

    /**
     * Records what passes over a pipe from now on, both ways.
     *
     * @param pipe the pipe
     * @return the recorder, at work
     */
    public static Recorder of(MessagePipe pipe) {
        Recorder recorder = new Recorder(pipe::nanoTime, Optional.empty());
        Session session = recorder.begin(pipe.first().capability());
        pipe.tap((direction, message) -> recorder.add(session, direction, message));
        return recorder;
    }

    /**
     * Records every session of a protocol, in real time.
     *
     * @param protocol the protocol
     * @return the recorder, whose {@link #protocol()} takes the place of it
     */
    public static Recorder around(Protocol protocol) {
        return new Recorder(System::nanoTime, Optional.of(protocol));
    }

    /**
     * The protocol to run in place of the one that is recorded.
     *
     * @return the protocol, with its name, version, length and limits
     * @throws IllegalStateException if this recorder is of a pipe
     */
    public Protocol protocol() {
        return new Recorded(
                this,
                protocol.orElseThrow(
                        () -> new IllegalStateException("this recorder was made for a pipe")));
    }

    /**
     * What was recorded so far: one recording per session, in the order of their beginnings.
     *
     * @return copies; a session that goes on adds nothing to them
     */
    public synchronized List<Recording> sessions() {
        return sessions.stream()
                .map(session -> new Recording(session.capability(), session.lines()))
                .toList();
    }

    /**
     * The only session, or the first.
     *
     * @return what was recorded of it so far
     * @throws IllegalStateException if there is none yet
     */
    public Recording recording() {
        List<Recording> all = sessions();
        if (all.isEmpty()) {
            throw new IllegalStateException("no session has begun yet");
        }
        return all.getFirst();
    }

    /**
     * Writes {@link #recording()} to a file, over an existing one.
     *
     * @param file the file; the folders above it are made
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path writeTo(Path file) throws IOException {
        return recording().write(file);
    }

    private synchronized Session begin(Capability capability) {
        Session session = new Session(capability, nanos.getAsLong(), new ArrayList<>());
        sessions.add(session);
        return session;
    }

    private void add(Session session, Direction direction, Message message) {
        var _ = add(session, direction, message.code(), message.payload());
    }

    private synchronized Recording.Line add(
            Session session, Direction direction, int code, byte[] payload) {
        Duration offset = Duration.ofNanos(nanos.getAsLong() - session.start());
        Recording.Line line = new Recording.Line(offset, direction, code, payload);
        session.lines().add(line);
        return line;
    }

    /** Takes back what was not sent after all. */
    private synchronized void remove(Session session, Recording.Line line) {
        int last = session.lines().lastIndexOf(line);
        session.lines().remove(last);
    }

    /** The protocol with its channel listened to. Immutable. */
    private record Recorded(Recorder recorder, Protocol inner) implements Protocol {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public int version() {
            return inner.version();
        }

        @Override
        public int length() {
            return inner.length();
        }

        @Override
        public int maxPayload() {
            return inner.maxPayload();
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            Session session = recorder.begin(channel.capability());
            inner.run(peer, new Listened(recorder, session, channel));
        }

        @Override
        public Map<String, ?> nodeInfo() {
            return inner.nodeInfo();
        }

        @Override
        public Map<String, ?> peerInfo(Peer peer) {
            return inner.peerInfo(peer);
        }
    }

    /** A channel that is listened to. Immutable. */
    private record Listened(Recorder recorder, Session session, MessageChannel channel)
            implements MessageChannel {
        @Override
        public Capability capability() {
            return channel.capability();
        }

        @Override
        public Message read() throws IOException, InterruptedException {
            return read(channel.read());
        }

        @Override
        public Message read(Duration timeout)
                throws IOException, InterruptedException, TimeoutException {
            return read(channel.read(timeout));
        }

        private Message read(Message message) {
            recorder.add(session, Direction.TO_PROTOCOL, message);
            return message;
        }

        @Override
        public void write(int code, byte[] payload) throws IOException, InterruptedException {
            // Before it is sent: an answer to it must come after it.
            Recording.Line line = recorder.add(session, Direction.FROM_PROTOCOL, code, payload);
            boolean sent = false;
            try {
                channel.write(code, payload);
                sent = true;
            } finally {
                if (!sent) {
                    recorder.remove(session, line);
                }
            }
        }

        @Override
        public boolean tryWrite(int code, byte[] payload) {
            Recording.Line line = recorder.add(session, Direction.FROM_PROTOCOL, code, payload);
            boolean sent = false;
            try {
                sent = channel.tryWrite(code, payload);
                return sent;
            } finally {
                if (!sent) {
                    recorder.remove(session, line);
                }
            }
        }
    }
}
