package com.example.chat;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.SampleMessage;
import dev.peerloom.testkit.ScriptedPeer;

import java.util.List;
import java.util.stream.Stream;

/** Second rung: what every protocol must stand. The tests are inherited. */
class ChatContractTest extends ProtocolContract {
    @Override
    protected NodeService service() {
        return new ChatService();
    }

    @Override
    protected void opening(ScriptedPeer remote) throws Exception {
        ChatMessage.Hello hello = new ChatMessage.Hello("bob");
        remote.expect(hello.code());
        remote.send(hello.code(), hello.encode());
    }

    @Override
    protected List<SampleMessage> samples(Capability capability) {
        return Stream.of(
                        new ChatMessage.Line(1, "hi"),
                        new ChatMessage.Seen(1),
                        new ChatMessage.Bye("see you"))
                .map(message -> SampleMessage.of(message.code(), message.encode()))
                .toList();
    }
}
