package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.plugin.eth.common.Hash32;

/** Checks that a block's body is the one that its header commits to. */
final class BlockBody {
    private BlockBody() {}

    /** Reads the rest of a block's list, after the header. */
    static void check(RlpReader in, BlockHeader header, MerkleRoots roots) throws RlpException {
        same("transactions", header.transactionsRoot(), roots.ofList(in));
        if (!in.nextIsList()) {
            throw new RlpException("uncles are not a list");
        }
        same("uncles", header.ommersHash(), Hash32.keccak(in.readRaw()));
        Hash32 withdrawals = header.withdrawalsRoot();
        if (withdrawals != null) {
            same("withdrawals", withdrawals, roots.ofList(in));
        }
    }

    private static void same(String part, Hash32 declared, Hash32 computed) throws RlpException {
        if (!declared.equals(computed)) {
            throw new RlpException(part + " hash to " + computed + ", the header says " + declared);
        }
    }
}
