package dev.peerloom.verification.benchmarks.many;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpWriter;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.IntStream;

/** Offers 49 protocols beside bench/1, each a sink with bench's codes. Has no state. */
public final class ManyProtocols implements NodeService {
    /** How many there are. */
    public static final int COUNT = 49;

    private static final int SINK_QUERY = 3;
    private static final int SINK_COUNT = 4;

    /** Made by the plugin host. */
    public ManyProtocols() {}

    @Override
    public Collection<? extends Protocol> start(NodeContext node) {
        return IntStream.range(0, COUNT).mapToObj(i -> new Sink(name(i))).toList();
    }

    /** The name of one of them; they sort by it, behind "bench". */
    public static String name(int index) {
        return "m" + (10 + index);
    }

    private record Sink(String name) implements Protocol {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 8;
        }

        @Override
        public void run(Peer peer, MessageChannel channel)
                throws IOException, InterruptedException {
            for (long messages = 0; ; ) {
                if (channel.read().code() == SINK_QUERY) {
                    channel.write(SINK_COUNT, count(messages));
                } else {
                    messages++;
                }
            }
        }

        private static byte[] count(long messages) {
            return new RlpWriter().startList().write(messages).endList().toByteArray();
        }
    }
}
