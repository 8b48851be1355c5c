package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of block 0: the file's fields, and those that each fork which is in force from the
 * start has added.
 */
final class GenesisHeader {
    private static final long DEFAULT_GAS_LIMIT = 4_712_388;
    private static final long INITIAL_BASE_FEE = 1_000_000_000;

    /** SHA-256 of nothing (EIP-7685). */
    private static final Hash32 NO_REQUESTS =
            Hash32.parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private GenesisHeader() {}

    static byte[] encode(JsonFields file, ChainConfig config, Hash32 stateRoot) {
        if (!file.has("gasLimit")) {
            throw new IllegalArgumentException("gasLimit is missing");
        }
        long gasLimit = file.uint64("gasLimit", 0);
        RlpWriter out = new RlpWriter().startList();
        file.hash("parentHash").write(out);
        Hash32.EMPTY_LIST.write(out);
        out.write(file.bytes("coinbase", 20));
        stateRoot.write(out);
        Hash32.EMPTY_TRIE.write(out);
        Hash32.EMPTY_TRIE.write(out);
        out.write(new byte[256]);
        out.write(file.requiredInteger("difficulty"));
        out.write(file.uint64("number", 0));
        out.write(gasLimit == 0 ? DEFAULT_GAS_LIMIT : gasLimit);
        out.write(file.uint64("gasUsed", 0));
        out.write(file.uint64("timestamp", 0));
        out.write(file.bytes("extraData"));
        file.hash("mixHash").write(out);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(file.uint64("nonce", 0)).array());
        writeOptional(out, optionalFields(file, config));
        return out.endList().toByteArray();
    }

    /** In the order of the header; null where a field is not set. */
    private static List<@Nullable Object> optionalFields(JsonFields file, ChainConfig config) {
        long time = file.uint64("timestamp", 0);
        boolean cancun = config.activeAtTime("cancunTime", 0, time);
        boolean amsterdam = config.activeAtTime("amsterdamTime", 0, time);
        if (!cancun && (file.has("excessBlobGas") || file.has("blobGasUsed"))) {
            throw new IllegalArgumentException(
                    "excessBlobGas or blobGasUsed is set, but Cancun is not in force from the start");
        }
        BigInteger baseFee = file.integer("baseFeePerGas");
        if (baseFee == null && config.activeAtBlock("londonBlock", 0)) {
            baseFee = BigInteger.valueOf(INITIAL_BASE_FEE);
        }
        List<@Nullable Object> fields = new ArrayList<>();
        fields.add(baseFee);
        fields.add(config.activeAtTime("shanghaiTime", 0, time) ? Hash32.EMPTY_TRIE : null);
        fields.add(cancun ? file.uint64("blobGasUsed", 0) : null);
        fields.add(cancun ? file.uint64("excessBlobGas", 0) : null);
        fields.add(cancun ? Hash32.ZERO : null); // no parent, no beacon block root (EIP-4788)
        fields.add(config.activeAtTime("pragueTime", 0, time) ? NO_REQUESTS : null);
        fields.add(amsterdam ? Hash32.EMPTY_LIST : null);
        fields.add(amsterdam ? file.uint64("slotNumber", 0) : null);
        return fields;
    }

    /** Forks follow each other, so nothing comes after a field that is not set. */
    private static void writeOptional(RlpWriter out, List<@Nullable Object> fields) {
        for (Object field : fields) {
            switch (field) {
                case null -> {
                    return;
                }
                case Hash32 hash -> hash.write(out);
                case Long number -> out.write(number.longValue());
                default -> out.write((BigInteger) field);
            }
        }
    }
}
