package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Bursts of 16 messages of 64 bytes into the node, over so many links in turn. */
record ManyLinks(int links, int count) implements Stage {
    private static final int ABREAST = 4;
    private static final int CONNECT_ABREAST = 16;
    private static final int BURST = 16;

    @Override
    public String name() {
        return "sink 64 B over %,d links in turn".formatted(links);
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException, InterruptedException {
        Payload payload = Payload.data(64);
        List<LoadPeer> peers = Collections.synchronizedList(new ArrayList<>());
        try {
            Workers.run(CONNECT_ABREAST, links, index -> peers.add(Bench.connect(server)));
            int turns = Math.max(1, count / BURST / links);
            Stopwatch watch = Stopwatch.start(server);
            Bursts bursts = new Bursts(List.copyOf(peers), turns, payload);
            Workers.run(Math.min(ABREAST, links), Math.min(ABREAST, links), bursts::run);
            return watch.perOperation((long) turns * BURST * links);
        } finally {
            for (LoadPeer peer : peers) {
                peer.close();
            }
        }
    }

    /** Every worker goes through its share of the links, as often as there are turns. */
    private record Bursts(List<LoadPeer> peers, int turns, Payload payload) {
        void run(int first) throws IOException {
            for (int turn = 0; turn < turns; turn++) {
                for (int i = first; i < peers.size(); i += ABREAST) {
                    for (int message = 0; message < BURST; message++) {
                        peers.get(i).send(Bench.SINK, payload);
                    }
                }
            }
            for (int i = first; i < peers.size(); i += ABREAST) {
                Bench.awaitSunk(peers.get(i), (long) turns * BURST);
            }
        }
    }
}
