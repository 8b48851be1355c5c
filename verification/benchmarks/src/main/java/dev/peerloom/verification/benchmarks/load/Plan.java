package dev.peerloom.verification.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Which loads a comparison puts on each node.
 *
 * @param warm one after another on nodes that run through all rounds and were warmed up
 * @param fresh each on a node that has just been started
 */
record Plan(List<Stage> warm, List<Stage> fresh) {
    /** Enough of each load for the kernel's clock of a hundredth of a second. */
    static Plan full() {
        return of(1);
    }

    /** The same load on more and more links and protocols. Needs the plugin with many of them. */
    static Plan growth(boolean smoke) {
        int messages = smoke ? 100 : 200_000;
        List<Stage> stages = new ArrayList<>();
        for (int links : new int[] {10, 100, 1_000, 5_000, 9_500}) {
            stages.add(new ManyLinks(links, 320_000));
        }
        for (int protocols : new int[] {1, 10, 50}) {
            stages.add(new ProtocolsOnALink(protocols, false, messages));
        }
        stages.add(new ProtocolsOnALink(50, true, messages));
        return new Plan(
                stages,
                List.of(new IdlePeers(100, 1_000, 15, 15), new IdlePeers(5_000, 9_500, 15, 15)));
    }

    /** Every load, with so small a share of the messages that it says nothing about speed. */
    static Plan smoke() {
        return new Plan(
                of(0.002).warm(), List.of(new FirstHandshakes(20), new IdlePeers(5, 20, 0, 1)));
    }

    private static Plan of(double share) {
        return new Plan(
                List.of(
                        new Handshakes(count(2_000, share)),
                        new Echoes(32, 1, count(20_000, share)),
                        new Echoes(1 << 10, 64, count(50_000, share)),
                        new Sinks(64, count(200_000, share)),
                        new Sinks(1 << 10, count(100_000, share)),
                        new Sinks(1 << 16, count(4_000, share)),
                        new Sinks(1 << 20, count(300, share)),
                        new Sources(64, count(300_000, share)),
                        new Sources(1 << 10, count(100_000, share)),
                        new Sources(1 << 16, count(4_000, share)),
                        new Sources(1 << 20, count(300, share)),
                        new Fairness(1, count(5_000, share)),
                        new Fairness(10, count(1_000, share))),
                List.of(new FirstHandshakes(2_000), new IdlePeers(1_000, 5_000, 30, 30)));
    }

    private static int count(int full, double share) {
        return Math.max(4, (int) (full * share));
    }
}
