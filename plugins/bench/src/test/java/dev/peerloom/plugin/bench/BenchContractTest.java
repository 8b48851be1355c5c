package dev.peerloom.plugin.bench;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.SampleMessage;

import java.util.List;

/** bench/1 keeps what every protocol must keep. */
class BenchContractTest extends ProtocolContract {
    @Override
    protected NodeService service() {
        return new BenchService();
    }

    @Override
    protected List<SampleMessage> samples(Capability capability) {
        byte[] data = list().write(new byte[100]).endList().toByteArray();
        byte[] request = list().write(3).write(9).endList().toByteArray();
        return List.of(
                SampleMessage.of(BenchCode.ECHO, data),
                SampleMessage.of(BenchCode.SINK, data),
                SampleMessage.of(BenchCode.SINK_QUERY, list().endList().toByteArray()),
                SampleMessage.of(BenchCode.SOURCE_REQUEST, request),
                SampleMessage.of(BenchCode.SOURCE, data));
    }

    private static RlpWriter list() {
        return new RlpWriter().startList();
    }
}
