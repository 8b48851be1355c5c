package dev.peerloom.core;

import dev.peerloom.core.crypto.Ed25519;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A private key that plugins are signed with: Ed25519 (RFC 8032), in a file as {@code openssl
 * genpkey -algorithm ed25519} writes it. Immutable.
 */
public final class PluginSigningKey {
    private static final String LABEL = "PRIVATE KEY";
    private static final int FILE_LIMIT = 10_000;
    private static final KeyFiles FILES = new KeyFiles("signing key");

    private final PrivateKey key;
    private final PluginKey publicKey;

    private PluginSigningKey(PrivateKey key, PluginKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** A new random key. */
    public static PluginSigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new PluginSigningKey(pair.getPrivate(), new PluginKey(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /**
     * Reads a PEM file, which nobody but its owner may have access to.
     *
     * @throws ConfigurationException if there is no such file or it holds no such key, with what to
     *     do about it
     */
    public static PluginSigningKey load(Path file) throws ConfigurationException {
        String text =
                FILES.readPrivate(
                        file, FILE_LIMIT, "make one with peerloom plugin sign --generate-key");
        try {
            return decode(Pem.decode(LABEL, text));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "signing key file " + file + " holds no Ed25519 private key: " + e.getMessage(),
                    e);
        }
    }

    private static PluginSigningKey decode(byte[] encoded) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
            return new PluginSigningKey(key, PluginKey.ofRaw(Ed25519.publicKey(seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not one of Ed25519", e);
        }
    }

    /**
     * Writes a new PEM file that only its owner may read and write; one that exists is left alone.
     *
     * @throws ConfigurationException if the file exists or cannot be written
     */
    public void save(Path file) throws ConfigurationException {
        FILES.create(file, Pem.encode(LABEL, key.getEncoded()));
    }

    /** The key that others check signatures with. */
    public PluginKey publicKey() {
        return publicKey;
    }

    /** Signs: 64 bytes. */
    public byte[] sign(byte[] content) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(content);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** The public key: the private one is not for logs. */
    @Override
    public String toString() {
        return "PluginSigningKey[" + publicKey + "]";
    }
}
