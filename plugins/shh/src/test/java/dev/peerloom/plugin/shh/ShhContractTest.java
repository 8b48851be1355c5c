package dev.peerloom.plugin.shh;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Envelopes;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;
import dev.peerloom.plugin.shh.wire.Topic;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.SampleMessage;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.List;

/** shh/6 keeps what every protocol must keep. */
@Timeout(240)
class ShhContractTest extends ProtocolContract {
    @Override
    protected FakeNodeContext.Builder node() {
        return FakeNodeContext.builder().setting("min-pow", "0");
    }

    @Override
    protected NodeService service() {
        return new ShhService();
    }

    @Override
    protected void opening(ScriptedPeer remote) throws Exception {
        remote.expect(ShhCode.STATUS);
        remote.send(ShhCode.STATUS, new Status(6, 0, BloomFilter.FULL, false).encode());
    }

    @Override
    protected List<SampleMessage> samples(Capability capability) {
        Topic topic = new Topic(0x01020304);
        long expiry = Instant.now().getEpochSecond() + 600;
        Envelope small = Envelope.of(expiry, 600, topic, new byte[8], 1);
        Envelope large = Envelope.of(expiry, 600, topic, new byte[2000], 1L << 60);
        return List.of(
                SampleMessage.of(ShhCode.MESSAGES, Envelopes.encode(List.of(small, large))),
                SampleMessage.of(ShhCode.POW_REQUIREMENT, PowRequirement.encode(0.5)),
                SampleMessage.of(ShhCode.BLOOM_FILTER, BloomFilter.FULL.encode()),
                SampleMessage.of(ShhCode.P2P_REQUEST, small.encode()),
                SampleMessage.of(ShhCode.P2P_MESSAGE, small.encode()));
    }
}
