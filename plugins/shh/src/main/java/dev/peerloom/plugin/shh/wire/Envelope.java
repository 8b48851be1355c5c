package dev.peerloom.plugin.shh.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.shh.crypto.Hash32;
import dev.peerloom.plugin.shh.crypto.Keccak256;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What travels through the network: {@code [expiry, ttl, topic, data, nonce]}, kept in the bytes
 * that came and that go out again. Immutable.
 */
public final class Envelope {
    /** What is counted for an envelope beside its data: its fields, four to eight bytes each. */
    public static final int HEADER_SIZE = 20;

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final byte[] rlp;
    private final long expiry;
    private final long ttl;
    private final Topic topic;
    private final long nonce;
    private final int dataAt;
    private final int dataEnd;

    private Envelope(byte[] rlp, Fields fields) {
        this.rlp = rlp;
        this.expiry = fields.expiry;
        this.ttl = fields.ttl;
        this.topic = fields.topic;
        this.nonce = fields.nonce;
        this.dataEnd = rlp.length - integerLength(fields.nonce);
        this.dataAt = dataEnd - fields.dataLength;
    }

    private record Fields(long expiry, long ttl, Topic topic, int dataLength, long nonce) {}

    /**
     * Makes an envelope.
     *
     * @param expiry when it ends, in seconds since 1970, 0 to 2^32 − 1
     * @param ttl for how many seconds it was meant to live, 0 to 2^32 − 1
     * @param topic what it is about
     * @param data what it carries, encrypted
     * @param nonce what its proof of work was found with
     * @return the envelope
     */
    public static Envelope of(long expiry, long ttl, Topic topic, byte[] data, long nonce) {
        if (expiry < 0 || expiry > MAX_UINT32 || ttl < 0 || ttl > MAX_UINT32) {
            throw new IllegalArgumentException(
                    "expiry and ttl are 0 to 2^32-1, not " + expiry + " and " + ttl);
        }
        byte[] rlp =
                new RlpWriter()
                        .startList()
                        .write(expiry)
                        .write(ttl)
                        .write(topic.toBytes())
                        .write(data)
                        .write(nonce)
                        .endList()
                        .toByteArray();
        return new Envelope(rlp, new Fields(expiry, ttl, topic, data.length, nonce));
    }

    /**
     * The same envelope with another nonce.
     *
     * @param other the nonce
     * @return the envelope
     */
    public Envelope withNonce(long other) {
        return of(expiry, ttl, topic, data(), other);
    }

    /**
     * Reads an envelope.
     *
     * @param in stands before it
     * @return the envelope, which shares no array with the input
     * @throws RlpException if it is something else
     */
    static Envelope read(RlpReader in) throws RlpException {
        byte[] rlp = in.readRaw();
        RlpReader fields = new RlpReader(rlp);
        fields.enterList();
        Envelope envelope =
                new Envelope(
                        rlp,
                        new Fields(
                                uint32(fields),
                                uint32(fields),
                                topic(fields),
                                fields.readSlice().remaining(),
                                fields.readLong()));
        fields.leaveList();
        return envelope;
    }

    private static long uint32(RlpReader in) throws RlpException {
        long value = in.readLong();
        if (value < 0 || value > MAX_UINT32) {
            throw new RlpException("a time has 32 bits, not " + Long.toUnsignedString(value));
        }
        return value;
    }

    private static Topic topic(RlpReader in) throws RlpException {
        byte[] bytes = in.readBytes();
        if (bytes.length != Topic.LENGTH) {
            throw new RlpException("a topic has 4 bytes, not " + bytes.length);
        }
        return Topic.of(bytes);
    }

    /**
     * Reads a message that is one envelope, such as a p2p message.
     *
     * @param payload the message
     * @return the envelope
     * @throws RlpException if it is something else
     */
    public static Envelope decode(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        Envelope envelope = read(in);
        in.end();
        return envelope;
    }

    /**
     * The envelope in RLP; also a p2p message.
     *
     * @return a copy of the bytes
     */
    public byte[] encode() {
        return rlp.clone();
    }

    /** The envelope in RLP, not copied. */
    byte[] rlp() {
        return rlp;
    }

    /**
     * How long the envelope in RLP is.
     *
     * @return the number of bytes
     */
    public int encodedLength() {
        return rlp.length;
    }

    /**
     * The envelope's name: the hash of its RLP.
     *
     * @param keccak hashes it
     * @return the hash
     */
    public Hash32 hash(Keccak256 keccak) {
        return keccak.update(rlp, 0, rlp.length).hash();
    }

    /**
     * Feeds a digest with what the nonce is appended to: the RLP of the envelope without nonce.
     *
     * @param keccak takes it
     */
    public void workInput(Keccak256 keccak) {
        int from = headerLength();
        int length = dataEnd - from;
        byte[] header = listHeader(length);
        keccak.update(header, 0, header.length).update(rlp, from, length);
    }

    /**
     * The work that went into the envelope.
     *
     * @param keccak computes it
     * @return how many zero bits the hash begins with that decides
     */
    public int leadingZeros(Keccak256 keccak) {
        workInput(keccak);
        return keccak.updateLong(nonce).leadingZeros();
    }

    /**
     * The proof of work: the work per byte and second.
     *
     * @param leadingZeros the work
     * @param seconds for how long the envelope lives
     * @return 2^leadingZeros ÷ length ÷ seconds
     */
    public double pow(int leadingZeros, long seconds) {
        int length = dataEnd - headerLength();
        return Math.scalb(1.0, leadingZeros) / (listHeader(length).length + length) / seconds;
    }

    private int headerLength() {
        int first = rlp[0] & 0xff;
        return first <= 0xf7 ? 1 : 1 + first - 0xf7;
    }

    static byte[] listHeader(int length) {
        if (length < 56) {
            return new byte[] {(byte) (0xc0 + length)};
        }
        int bytes = (39 - Integer.numberOfLeadingZeros(length)) >>> 3;
        byte[] header = new byte[1 + bytes];
        header[0] = (byte) (0xf7 + bytes);
        for (int i = 1; i <= bytes; i++) {
            header[i] = (byte) (length >>> (8 * (bytes - i)));
        }
        return header;
    }

    private static int integerLength(long value) {
        return value >= 0 && value < 0x80 ? 1 : 1 + ((71 - Long.numberOfLeadingZeros(value)) >>> 3);
    }

    /**
     * When the envelope ends.
     *
     * @return seconds since 1970
     */
    public long expiry() {
        return expiry;
    }

    /**
     * For how long it was meant to live.
     *
     * @return seconds
     */
    public long ttl() {
        return ttl;
    }

    /**
     * What it is about.
     *
     * @return the topic
     */
    public Topic topic() {
        return topic;
    }

    /**
     * What its proof of work was found with.
     *
     * @return 64 bits, unsigned
     */
    public long nonce() {
        return nonce;
    }

    /**
     * What it carries.
     *
     * @return a copy
     */
    public byte[] data() {
        return Arrays.copyOfRange(rlp, dataAt, dataEnd);
    }

    /**
     * The size that limits are about.
     *
     * @return 20 bytes and those of the data
     */
    public int size() {
        return HEADER_SIZE + dataEnd - dataAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope && Arrays.equals(rlp, envelope.rlp);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rlp);
    }

    @Override
    public String toString() {
        return "Envelope[0x" + HexFormat.of().formatHex(rlp) + "]";
    }
}
