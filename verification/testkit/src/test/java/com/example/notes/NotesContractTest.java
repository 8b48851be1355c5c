package com.example.notes;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.SampleMessage;
import dev.peerloom.testkit.ScriptedPeer;

import java.util.List;

class NotesContractTest extends ProtocolContract {
    @Override
    protected Protocol protocol() {
        return new Notes();
    }

    @Override
    protected void opening(ScriptedPeer remote) throws Exception {
        remote.expect(Notes.HELLO);
        remote.send(Notes.HELLO, new byte[0]);
    }

    @Override
    protected List<SampleMessage> samples(Capability capability) {
        return List.of(
                SampleMessage.of(Notes.ADD, new byte[] {(byte) 0x82, 'h', 'i'}),
                SampleMessage.of(Notes.ASK, new byte[0]));
    }
}
