package dev.peerloom.plugin.shh.filter;

import dev.peerloom.plugin.shh.crypto.Ecies;
import dev.peerloom.plugin.shh.crypto.PrivateKey;
import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.crypto.SymmetricKey;

import java.util.Optional;

/** What a filter decrypts with; by value. */
public sealed interface FilterKey {
    /**
     * Decrypts.
     *
     * @param data what an envelope carries
     * @return what is in it; empty if it is another key's
     */
    Optional<byte[]> decrypt(byte[] data);

    /**
     * Whose messages it decrypts.
     *
     * @return the public key of an asymmetric one
     */
    Optional<PublicKey> recipient();

    /**
     * A key that both sides know.
     *
     * @param key the key
     */
    record Symmetric(SymmetricKey key) implements FilterKey {
        @Override
        public Optional<byte[]> decrypt(byte[] data) {
            return key.decrypt(data);
        }

        @Override
        public Optional<PublicKey> recipient() {
            return Optional.empty();
        }
    }

    /**
     * A key whose public half others encrypt with.
     *
     * @param key the private half
     */
    record Asymmetric(PrivateKey key) implements FilterKey {
        @Override
        public Optional<byte[]> decrypt(byte[] data) {
            return Ecies.decrypt(key, data);
        }

        @Override
        public Optional<PublicKey> recipient() {
            return Optional.of(key.publicKey());
        }
    }
}
