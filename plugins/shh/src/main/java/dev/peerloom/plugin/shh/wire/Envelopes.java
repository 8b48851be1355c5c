package dev.peerloom.plugin.shh.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;

import java.util.ArrayList;
import java.util.List;

/** The message that carries envelopes: a list of them. */
public final class Envelopes {
    private static final int MAX_HEADER = 5;

    private Envelopes() {}

    /**
     * Reads a message.
     *
     * @param payload the message
     * @return the envelopes in order
     * @throws RlpException if it is something else, be it in the last envelope
     */
    public static List<Envelope> decode(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        in.enterList();
        List<Envelope> envelopes = new ArrayList<>();
        while (in.hasNext()) {
            envelopes.add(Envelope.read(in));
        }
        in.leaveList();
        in.end();
        return envelopes;
    }

    /**
     * The message. The envelopes are canonical already, so they are copied as they are.
     *
     * @param envelopes what to send
     * @return the payload
     */
    public static byte[] encode(List<Envelope> envelopes) {
        int length = 0;
        for (Envelope envelope : envelopes) {
            length = Math.addExact(length, envelope.encodedLength());
        }
        byte[] header = Envelope.listHeader(length);
        byte[] payload = new byte[header.length + length];
        System.arraycopy(header, 0, payload, 0, header.length);
        int at = header.length;
        for (Envelope envelope : envelopes) {
            byte[] rlp = envelope.rlp();
            System.arraycopy(rlp, 0, payload, at, rlp.length);
            at += rlp.length;
        }
        return payload;
    }

    /**
     * How long a message is.
     *
     * @param envelopes the sum of the envelopes' encoded lengths
     * @return at most so many bytes
     */
    public static long encodedLength(long envelopes) {
        return MAX_HEADER + envelopes;
    }
}
