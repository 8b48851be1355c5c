package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What passed between a protocol and one peer, as a text file that is read, compared, edited and
 * kept beside the tests; made by a {@link Recorder}. {@link #replay} plays the peer's part again
 * and checks that the protocol still says what it said.
 *
 * <pre>{@code
 * @Test
 * void talksAsItDidToThatClient() throws Exception {
 *     Recording.read(Path.of("src/test/recordings/other-client.txt")).replay(new Chat());
 * }
 * }</pre>
 *
 * <p><b>The format.</b> UTF-8, one message a line, in the order in which they passed:
 *
 * <pre>
 * # anything after a number sign is a remark
 * peerloom-recording 1 chat/2
 * +0.000000 &lt; 0 c483626f62
 * +0.013250 &gt; 0 c485616c696365
 * +5.000000 &gt; 1 -
 * </pre>
 *
 * <ul>
 *   <li>the first line that is no remark: the word {@code peerloom-recording}, the format's version
 *       1, and the capability;
 *   <li>then for each message: the seconds since the beginning, with up to nine decimals, never
 *       less than the line before; {@code >} if it went to the protocol or {@code <} if it came
 *       from it; the message code in decimal; the payload in hexadecimal, or {@code -} if it is
 *       empty;
 *   <li>parts are set apart by blanks; empty lines mean nothing.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param capability what was spoken
 * @param lines the messages, in order
 */
public record Recording(Capability capability, List<Line> lines) {
    private static final String MAGIC = "peerloom-recording";
    private static final String VERSION = "1";

    /**
     * Copies the list.
     *
     * @param capability what was spoken
     * @param lines the messages, in order
     */
    public Recording {
        Objects.requireNonNull(capability, "capability");
        lines = List.copyOf(lines);
    }

    /** One message of a recording. Immutable, compared by value. */
    public static final class Line {
        private final Duration offset;
        private final Direction direction;
        private final int code;
        private final byte[] payload;

        /**
         * A message.
         *
         * @param offset the time since the beginning
         * @param direction which way it went
         * @param code the message code
         * @param payload its body, which is copied
         */
        public Line(Duration offset, Direction direction, int code, byte[] payload) {
            if (offset.isNegative() || code < 0) {
                throw new IllegalArgumentException(
                        "a message of code " + code + " at " + offset + ": both count from 0");
            }
            this.offset = offset;
            this.direction = Objects.requireNonNull(direction, "direction");
            this.code = code;
            this.payload = payload.clone();
        }

        /**
         * When it passed.
         *
         * @return the time since the beginning
         */
        public Duration offset() {
            return offset;
        }

        /**
         * Which way it went.
         *
         * @return to the protocol, or from it
         */
        public Direction direction() {
            return direction;
        }

        /**
         * The message code.
         *
         * @return counted from 0
         */
        public int code() {
            return code;
        }

        /**
         * The body.
         *
         * @return a copy
         */
        public byte[] payload() {
            return payload.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line line
                    && offset.equals(line.offset)
                    && direction == line.direction
                    && code == line.code
                    && Arrays.equals(payload, line.payload);
        }

        @Override
        public int hashCode() {
            return Objects.hash(offset, direction, code, Arrays.hashCode(payload));
        }

        /** The line of the file. */
        @Override
        public String toString() {
            String body = payload.length == 0 ? "-" : HexFormat.of().formatHex(payload);
            return RecordingText.seconds(offset)
                    + " "
                    + direction.symbol()
                    + " "
                    + code
                    + " "
                    + body;
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the recording
     * @throws IOException if it cannot be read, or a line of it is wrong: the message names the
     *     line
     */
    public static Recording read(Path file) throws IOException {
        return RecordingText.parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    /**
     * Reads the text of a file, as from a resource.
     *
     * @param text the text
     * @return the recording
     * @throws IOException if a line of it is wrong: the message names the line
     */
    public static Recording parse(String text) throws IOException {
        return RecordingText.parse("recording", text);
    }

    /**
     * Writes a file, over an existing one.
     *
     * @param file the file; the folders above it are made
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.writeString(file, toString(), StandardCharsets.UTF_8);
    }

    /** The text of the file. */
    @Override
    public String toString() {
        List<String> text = new ArrayList<>();
        text.add(MAGIC + " " + VERSION + " " + capability);
        lines.forEach(line -> text.add(line.toString()));
        return String.join("\n", text) + "\n";
    }

    /**
     * Plays the peer's part to a protocol, at the recorded times of a virtual clock, and checks
     * that the protocol says in turn what is recorded: the same messages, byte for byte, in the
     * same order between the peer's. When they are said is not compared, but for the protocol's own
     * timers having come due. At the end the link is closed, and {@code run()} must return.
     *
     * @param protocol the protocol, which must have the recorded name and version
     * @throws AssertionError if it says something else: the message shows the line of the
     *     recording, what came instead, and what has passed
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void replay(Protocol protocol) throws InterruptedException {
        new RecordingReplay(this).against(protocol);
    }
}
