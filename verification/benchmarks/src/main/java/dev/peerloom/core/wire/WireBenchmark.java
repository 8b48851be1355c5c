package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Hello in RLP, capability matching, and the look-up by message code, by number of protocols. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
    /** How many protocols both sides have. */
    @Param({"1", "10", "50"})
    public int protocols;

    private List<OfferedProtocol> offered = List.of();
    private List<Capability> capabilities = List.of();
    private byte[] encoded = {};
    private Hello hello = new Hello(5, "", List.of(), 0, new NodeId(new byte[64]));
    private CodeSpace codes = new CodeSpace(List.of());

    private record Named(String name) implements Protocol {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 8;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) {
            throw new UnsupportedOperationException("it is only matched");
        }
    }

    /** Makes the protocols and a hello that names them. */
    @Setup
    public void prepare() {
        offered =
                IntStream.range(0, protocols)
                        .mapToObj(i -> OfferedProtocol.of("bench", new Named("p" + (10 + i))))
                        .toList();
        capabilities = offered.stream().map(OfferedProtocol::capability).toList();
        hello = new Hello(5, "peerloom/1.0.0", capabilities, 0, new NodeId(new byte[64]));
        encoded = hello.encode();
        codes = new CodeSpace(CapabilityMatcher.match(offered, capabilities));
    }

    /** What both sides speak, with its offsets. */
    @Benchmark
    public List<SharedProtocol> match() {
        return CapabilityMatcher.match(offered, capabilities);
    }

    /** A hello to RLP. */
    @Benchmark
    public byte[] encodeHello() {
        return hello.encode();
    }

    /** A hello from RLP. */
    @Benchmark
    public Hello decodeHello() throws RlpException {
        return Hello.decode(encoded);
    }

    /** Whose a message is: that of the last protocol. */
    @Benchmark
    public int look() {
        return codes.indexOf(BaseProtocol.LENGTH + 8 * protocols - 1);
    }
}
