package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;

/** Transactions in full, {@code [transaction, …]}: only their number is of interest here. */
public final class Transactions {
    private Transactions() {}

    /**
     * Counts transactions and checks their form: a legacy one is a list, a typed one (EIP-2718) a
     * string of a type below 0x80 and something.
     *
     * @param payload the message
     * @return how many there are
     * @throws RlpException if one is something else
     */
    public static int count(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in -> {
                    int count = 0;
                    for (; in.hasNext(); count++) {
                        if (in.nextIsList()) {
                            in.skip();
                        } else {
                            checkTyped(in.readBytes());
                        }
                    }
                    return count;
                });
    }

    private static void checkTyped(byte[] transaction) throws RlpException {
        if (transaction.length < 2 || transaction[0] < 0) {
            throw new RlpException("a typed transaction is a type below 0x80 and a payload");
        }
    }
}
