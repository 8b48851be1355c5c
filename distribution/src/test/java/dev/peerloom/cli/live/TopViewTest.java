package dev.peerloom.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Two samples of a load, as a frame and as lines. */
class TopViewTest {
    private static Sample sample(long seconds, String json) {
        return new Sample(
                Instant.EPOCH, seconds * 1_000_000_000, JsonMapper.shared().readTree(json));
    }

    private static String peer(String id, String name, long messages, long bytes) {
        return ("{\"id\":\"%s\",\"name\":\"%s\",\"remoteAddress\":\"127.0.0.1:30303\",\"inbound\":true,"
                        + "\"messagesReceived\":%d,\"messagesSent\":0,\"bytesRead\":%d,"
                        + "\"bytesWritten\":0,\"waitingMessages\":7,\"waitingBytes\":9000}")
                .formatted(id, name, messages, bytes);
    }

    private static String load(long bytes, String... peers) {
        return ("{\"bytesRead\":%d,\"bytesWritten\":0,\"eventLoopLags\":[0.0001,0.002],\"protocols\":"
                        + "[{\"protocol\":\"eth/69\",\"plugin\":\"eth\",\"links\":2,"
                        + "\"messagesReceived\":%d,\"messagesSent\":0,\"bytesReceived\":0,"
                        + "\"bytesSent\":0,\"waitingMessages\":3,\"waitingBytes\":4,"
                        + "\"fullInboxes\":1,\"busySeconds\":%s}],\"peers\":[%s]}")
                .formatted(bytes, bytes / 10, bytes / 4000.0, String.join(",", peers));
    }

    private static TopFrame frame(String... names) {
        String[] before = {peer("aa11", "one", 10, 100), peer("bb22", "two", 500, 5000)};
        String[] after = {
            peer("aa11", names[0], 30, 2100), peer("bb22", "two", 4, 40), peer("cc33", "new", 8, 60)
        };
        return TopFrame.between(sample(10, load(1000, before)), sample(12, load(5000, after)));
    }

    @Test
    void ratesAreDifferencesByTheTimeBetween() {
        TopFrame frame = frame("one");
        assertEquals(2000, frame.bytesIn());
        assertEquals(0.002, frame.lag());
        TopFrame.ProtocolRow eth = frame.protocols().getFirst();
        assertEquals(200, eth.flow().messagesIn());
        assertEquals(0.5, eth.busy(), 1e-9);
        assertEquals(List.of("aa11", "cc33", "bb22"), ids(frame), "the busiest first");
        TopFrame.Flow one = frame.peers().getFirst().flow();
        assertEquals(10, one.messagesIn());
        assertEquals(1000, one.bytesIn());
        assertEquals(7, one.waitingMessages());
    }

    @Test
    void aLinkThatBeganMeanwhileCountsFromItsBeginning() {
        TopFrame frame = frame("one");
        assertEquals(4, frame.peers().get(1).flow().messagesIn(), "it was not there before");
        assertEquals(2, frame.peers().get(2).flow().messagesIn(), "it came back");
    }

    private static List<String> ids(TopFrame frame) {
        return frame.peers().stream().map(TopFrame.PeerRow::id).toList();
    }

    @Test
    void linesFitTheScreen() {
        for (int width : new int[] {1, 20, 80, 200}) {
            for (int height : new int[] {1, 3, 9, 30}) {
                List<String> lines = new TopView(width, height).lines(frame("one"));
                assertTrue(lines.size() <= height);
                assertTrue(lines.stream().allMatch(line -> line.length() <= width));
            }
        }
        List<String> lines = new TopView(200, 8).lines(frame("one"));
        assertEquals("... and 2 more", lines.getLast());
        assertTrue(lines.get(6).startsWith("aa11"), lines::toString);
    }

    @Test
    void whatAPluginHasUnderWayIsBelowTheHeading() {
        String json = load(1).replaceFirst("\\{", "{\"progress\":{\"eth import\":0.25},");
        TopFrame frame = TopFrame.between(sample(10, load(0)), sample(12, json));
        List<String> lines = new TopView(80, 24).lines(frame);
        assertEquals("eth import [=======>                      ]  25 %", lines.get(1));
        assertEquals(0.25, ((Map<?, ?>) frame.tree().get("progress")).get("eth import"));
        assertEquals("", new TopView(80, 24).lines(frame("one")).get(1));
    }

    /** A peer's name is its own choice: it must neither steer the terminal nor shift columns. */
    @Test
    void namesOfPeersCannotSteerTheTerminal() {
        String name =
                "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\r\\n\\u202e\\u6f22\\ud83d\\ude00";
        List<String> lines = new TopView(400, 30).lines(frame(name));
        for (String line : lines) {
            assertTrue(line.chars().allMatch(c -> c >= 0x20 && c < 0x7F), line);
        }
        String shown = lines.stream().filter(line -> line.startsWith("aa11")).findFirst().get();
        assertTrue(shown.endsWith("?]0;owned??[2J?31m?????"), shown);
        assertFalse(shown.contains("\u001b"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.25, 0.3",
        "7, 7",
        "12.4, 12",
        "999, 999",
        "999.6, 1.0k",
        "1234, 1.2k",
        "45600, 46k",
        "999999, 1.0M",
        "2.5e9, 2.5G",
        "3e15, 3000T"
    })
    void numbersAreShort(double value, String text) {
        assertEquals(text, TopView.number(value));
    }

    @ParameterizedTest
    @CsvSource({
        "'24 80\n', 80, 24",
        "'50 132', 132, 50",
        "'0 0', 80, 24",
        "'', 80, 24",
        "x, 80, 24"
    })
    void theSizeOfTheTerminalIsWhatSttySays(String text, int width, int height) {
        assertEquals(new Terminal.Size(width, height), Terminal.parse(text));
    }
}
