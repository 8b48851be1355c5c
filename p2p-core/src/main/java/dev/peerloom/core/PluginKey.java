package dev.peerloom.core;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key that plugins are signed for: Ed25519 (RFC 8032), in the form that {@code openssl
 * pkey -pubout} writes (RFC 8410). Immutable; compared by value.
 */
public final class PluginKey {
    /** A signature of Ed25519 has this many bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final String LABEL = "PUBLIC KEY";
    private static final int FILE_LIMIT = 10_000;

    /** What stands before the 32 bytes of the key itself: RFC 8410, section 4. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final KeyFiles FILES = new KeyFiles("plugin key");

    private final PublicKey key;

    PluginKey(PublicKey key) {
        this.key = key;
    }

    /** The key of 32 bytes as RFC 8032 writes it. */
    static PluginKey ofRaw(byte[] raw) {
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
        return decode(encoded);
    }

    /**
     * Reads the base64 text of a key: the line between the first and the last of its PEM file.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static PluginKey parse(String base64) {
        return decode(Base64.getDecoder().decode(base64.strip()));
    }

    /**
     * Reads a PEM file with a public key.
     *
     * @throws ConfigurationException if there is no such file or it holds no such key
     */
    public static PluginKey load(Path file) throws ConfigurationException {
        String text =
                FILES.read(
                        file,
                        FILE_LIMIT,
                        "name a PEM file with an Ed25519 public key, or write the key itself");
        if (text.contains("PRIVATE KEY-----")) {
            throw new ConfigurationException(
                    "plugin key file "
                            + file
                            + " holds a private key: a node needs the public one only, which"
                            + " openssl pkey -pubout makes of it");
        }
        try {
            return decode(Pem.decode(LABEL, text));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "plugin key file " + file + " holds no Ed25519 public key: " + e.getMessage(),
                    e);
        }
    }

    private static PluginKey decode(byte[] encoded) {
        try {
            return new PluginKey(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not an Ed25519 public key", e);
        }
    }

    /** Whether the holder of the private key signed this content. */
    public boolean verifies(byte[] content, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(content);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false; // 64 bytes that cannot be a signature of any key
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    @Override
    @SuppressWarnings("exports") // the annotation is for compilers that have it
    public boolean equals(@Nullable Object other) {
        return other instanceof PluginKey that
                && Arrays.equals(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key.getEncoded());
    }

    /** What {@link #parse} reads. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
