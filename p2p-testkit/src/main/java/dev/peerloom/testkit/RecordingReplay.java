package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.Protocol;

import java.time.Duration;
import java.util.List;

/**
 * Plays the peer's part of a recording. For one thread.
 *
 * @param recording what to play
 */
record RecordingReplay(Recording recording) {
    void against(Protocol protocol) throws InterruptedException {
        Capability offered = ProtocolNumbers.capability(protocol);
        if (!offered.equals(recording.capability())) {
            throw new AssertionError(
                    "the recording is of " + recording.capability() + ", not of " + offered);
        }
        try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
            List<Recording.Line> lines = recording.lines();
            for (int i = 0; i < lines.size(); i++) {
                play(remote, i + 1, lines.get(i));
            }
            nothingMore(remote);
        }
    }

    private void play(ScriptedPeer remote, int number, Recording.Line line)
            throws InterruptedException {
        ManualClock clock = remote.runner().pipe().clock();
        try {
            Duration wait = line.offset().minus(clock.elapsed());
            if (wait.isPositive()) {
                remote.advance(wait);
            }
            if (line.direction() == Direction.TO_PROTOCOL) {
                remote.send(line.code(), line.payload());
                // What it says to this comes before the next line, as it did when recorded.
                remote.runner().awaitRest(Threads.AT_MOST);
            } else {
                remote.expect(line.code(), line.payload());
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "message "
                            + number
                            + " of the recording ("
                            + shorten(line)
                            + "): "
                            + e.getMessage(),
                    e);
        }
    }

    private static String shorten(Recording.Line line) {
        String text = line.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static void nothingMore(ScriptedPeer remote) throws InterruptedException {
        remote.runner().awaitRest(Threads.AT_MOST);
        Message more = remote.runner().pollRemote(Duration.ZERO);
        if (more != null) {
            throw new AssertionError(
                    "after the last message of the recording came "
                            + PayloadText.of(more)
                            + remote.transcript());
        }
    }
}
