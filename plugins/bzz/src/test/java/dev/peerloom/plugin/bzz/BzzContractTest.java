package dev.peerloom.plugin.bzz;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.plugin.bzz.wire.Peers;
import dev.peerloom.plugin.bzz.wire.Subscribe;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.ProtocolRunner;
import dev.peerloom.testkit.SampleMessage;
import dev.peerloom.testkit.ScriptedPeer;
import dev.peerloom.testkit.TestPeer;

import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** bzz/8 and hive/8 keep what every protocol must keep. */
@Timeout(240)
class BzzContractTest extends ProtocolContract {
    private Protocol bzz;

    @Override
    protected NodeService service() {
        // hive waits for bzz in real time, and half of the contract's conversations begin without
        // it.
        BzzService service = new BzzService(Duration.ofSeconds(1));
        return new NodeService() {
            @Override
            public Collection<? extends Protocol> start(NodeContext node) throws Exception {
                List<Protocol> protocols = new ArrayList<>(service.start(node));
                bzz = protocols.getFirst();
                return protocols;
            }

            @Override
            public void stop() throws Exception {
                service.stop();
            }
        };
    }

    /** For hive, bzz is spoken on the same link: it ends when the link does. */
    @Override
    protected void opening(ScriptedPeer remote) throws Exception {
        TestPeer peer = remote.runner().peer();
        if (remote.capability().name().equals("bzz")) {
            shakeHands(remote, peer);
        } else {
            shakeHands(ScriptedPeer.against(ProtocolRunner.start(bzz, peer)), peer);
            remote.expect(Subscribe.CODE);
        }
    }

    private static void shakeHands(ScriptedPeer remote, TestPeer peer) throws Exception {
        remote.expect(Handshake.CODE);
        BzzAddress address = BzzAddress.of(Swarm.node(Overlay.ofKey(peer.id()), peer.id()));
        remote.send(Handshake.CODE, new Handshake(8, 3, address, false).encode());
    }

    /** After its handshake bzz has nothing more to say. */
    @Override
    protected List<SampleMessage> samples(Capability capability) {
        if (capability.name().equals("bzz")) {
            return List.of();
        }
        List<BzzAddress> nodes =
                List.of(
                        BzzAddress.of(Swarm.node(Swarm.at(1, 1))),
                        new BzzAddress(Swarm.at(2, 2), "no enode"));
        return List.of(
                SampleMessage.of(Peers.CODE, new Peers(nodes).encode()),
                SampleMessage.of(Subscribe.CODE, new Subscribe(3).encode()));
    }
}
