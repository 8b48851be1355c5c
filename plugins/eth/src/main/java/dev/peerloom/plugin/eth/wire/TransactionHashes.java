package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * NewPooledTransactionHashes: {@code [types, [size, …], [hash, …]]}, since version 72 with a
 * custody mask behind.
 *
 * @param transactions what is announced
 * @param mask which cells of their blobs the sender has; null before version 72
 */
public record TransactionHashes(List<Announced> transactions, @Nullable CustodyMask mask) {
    /**
     * Copies the list.
     *
     * @param transactions what is announced
     * @param mask which cells of their blobs the sender has
     */
    public TransactionHashes {
        transactions = List.copyOf(transactions);
    }

    /**
     * One transaction of an announcement.
     *
     * @param type its type (EIP-2718)
     * @param size its length in bytes, at most 2^32 - 1
     * @param hash its hash
     */
    public record Announced(byte type, long size, Hash32 hash) {}

    /**
     * Reads an announcement.
     *
     * @param version whose form it has
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else, or its lists differ in length
     */
    public static TransactionHashes decode(EthVersion version, byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in -> {
                    byte[] types = in.readBytes();
                    List<Long> sizes = Rlp.listOf(in, TransactionHashes::size);
                    List<Hash32> hashes = Rlp.listOf(in, Hash32::read);
                    CustodyMask mask = version.hasCells() ? CustodyMask.read(in) : null;
                    return new TransactionHashes(zip(types, sizes, hashes), mask);
                });
    }

    private static long size(RlpReader in) throws RlpException {
        long size = in.readLong();
        if (size >>> Integer.SIZE != 0) {
            throw new RlpException("a transaction's size is beyond 32 bits");
        }
        return size;
    }

    private static List<Announced> zip(byte[] types, List<Long> sizes, List<Hash32> hashes)
            throws RlpException {
        if (types.length != hashes.size() || sizes.size() != hashes.size()) {
            throw new RlpException(
                    "an announcement has "
                            + types.length
                            + " types, "
                            + sizes.size()
                            + " sizes and "
                            + hashes.size()
                            + " hashes");
        }
        List<Announced> all = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            all.add(new Announced(types[i], sizes.get(i), hashes.get(i)));
        }
        return all;
    }

    /**
     * The message, in the form of version 72 if there is a mask.
     *
     * @return the payload
     */
    public byte[] encode() {
        byte[] types = new byte[transactions.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = transactions.get(i).type();
        }
        return Rlp.encode(
                out -> {
                    out.write(types).startList();
                    transactions.forEach(announced -> out.write(announced.size()));
                    out.endList();
                    Rlp.hashes(out, transactions.stream().map(Announced::hash).toList());
                    writeMask(out);
                });
    }

    private void writeMask(RlpWriter out) {
        if (mask != null) {
            mask.write(out);
        }
    }
}
