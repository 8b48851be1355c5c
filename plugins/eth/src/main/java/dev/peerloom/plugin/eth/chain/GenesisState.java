package dev.peerloom.plugin.eth.chain;

import com.google.gson.JsonElement;

import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Hex;
import dev.peerloom.plugin.eth.common.Keccak256;

import java.util.Arrays;
import java.util.Map;

/** The state that a genesis file's {@code alloc} describes (Yellow Paper, section 4.1). */
final class GenesisState {
    private static final int ADDRESS_LENGTH = 20;

    private GenesisState() {}

    static Hash32 root(JsonFields alloc, MerkleRoots roots) {
        MerkleRoots.Trie accounts = roots.trie();
        for (Map.Entry<String, JsonElement> entry : alloc.object().entrySet()) {
            byte[] address = Hex.parse(entry.getKey());
            if (address.length != ADDRESS_LENGTH) {
                throw new IllegalArgumentException(
                        "alloc has an address that is not 20 bytes long: " + entry.getKey());
            }
            JsonFields account = new JsonFields(entry.getValue(), "alloc." + entry.getKey());
            accounts.put(Keccak256.hash(address), account(account, roots));
        }
        return accounts.root();
    }

    private static byte[] account(JsonFields account, MerkleRoots roots) {
        RlpWriter out = new RlpWriter().startList();
        out.write(account.uint64("nonce", 0));
        out.write(account.requiredInteger("balance"));
        (account.has("storage") ? storage(account.child("storage"), roots) : Hash32.EMPTY_TRIE)
                .write(out);
        out.write(Keccak256.hash(account.bytes("code")));
        return out.endList().toByteArray();
    }

    private static Hash32 storage(JsonFields storage, MerkleRoots roots) {
        MerkleRoots.Trie slots = roots.trie();
        for (Map.Entry<String, JsonElement> entry : storage.object().entrySet()) {
            byte[] value = stripped(word(entry.getValue().getAsString()));
            if (value.length > 0) { // a slot that holds zero does not exist
                slots.put(
                        Keccak256.hash(word(entry.getKey())),
                        new RlpWriter().write(value).toByteArray());
            }
        }
        return slots.root();
    }

    /** Slots and their values may be written short. */
    private static byte[] word(String hex) {
        byte[] given = Hex.parse(hex);
        if (given.length > Hash32.LENGTH) {
            throw new IllegalArgumentException("alloc has a storage word beyond 32 bytes: " + hex);
        }
        byte[] word = new byte[Hash32.LENGTH];
        System.arraycopy(given, 0, word, word.length - given.length, given.length);
        return word;
    }

    private static byte[] stripped(byte[] word) {
        int from = 0;
        while (from < word.length && word[from] == 0) {
            from++;
        }
        return Arrays.copyOfRange(word, from, word.length);
    }
}
