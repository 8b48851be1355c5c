package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** The first handshakes of a node that has just started, and what it holds before them. */
record FirstHandshakes(int count) implements Stage {
    static final String RESIDENT = "MiB before the first peer";

    @Override
    public String name() {
        return "the first " + count + " handshakes";
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException, InterruptedException {
        double resident = server.usage().residentBytes() / 1048576.0;
        Map<String, Double> figures = new Handshakes(count).run(server);
        figures.put(RESIDENT, resident);
        return figures;
    }
}
