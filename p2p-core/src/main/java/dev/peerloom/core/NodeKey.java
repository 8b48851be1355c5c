package dev.peerloom.core;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Secp256k1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** The private key that a node is known by: secp256k1. Immutable. */
public final class NodeKey {
    private static final int DIGITS = 64;
    // Room for the digits and a line end; what is longer is not a key.
    private static final int FILE_LIMIT = DIGITS + 64;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final byte[] privateKey;
    private final NodeId id;

    private NodeKey(byte[] privateKey) {
        this.privateKey = privateKey.clone();
        this.id = new NodeId(Secp256k1.get().publicKey(privateKey));
    }

    /** A new random key. */
    public static NodeKey generate() {
        return new NodeKey(Secp256k1.get().newPrivateKey());
    }

    /**
     * Reads 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException if it is anything else, or a number that is not a private
     *     key of secp256k1; the message does not repeat the digits
     */
    public static NodeKey parse(String hex) {
        if (hex.length() != DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a node key is 64 hexadecimal digits");
        }
        byte[] key = HexFormat.of().parseHex(hex);
        if (!Secp256k1.get().isPrivateKey(key)) {
            throw new IllegalArgumentException(
                    "the number is not a private key of secp256k1: it is 0 or too large");
        }
        return new NodeKey(key);
    }

    /**
     * Reads a key file: 64 hexadecimal digits, white space around them ignored, accessible to its
     * owner only (where the file system knows owner, group and others).
     *
     * @throws ConfigurationException if there is no such file or it cannot be a key file, with what
     *     to do about it
     */
    public static NodeKey load(Path file) throws ConfigurationException {
        try {
            checkPermissions(file);
            byte[] content;
            try (var in = Files.newInputStream(file)) {
                content = in.readNBytes(FILE_LIMIT + 1);
            }
            if (content.length > FILE_LIMIT) {
                throw new IllegalArgumentException("a node key is 64 hexadecimal digits");
            }
            return parse(new String(content, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    "node key file "
                            + file
                            + " does not exist: make one with peerloom key generate",
                    e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "node key file " + file + " cannot be read: " + reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "node key file " + file + " holds no node key: " + e.getMessage(), e);
        }
    }

    private static void checkPermissions(Path file) throws IOException, ConfigurationException {
        if (!hasPermissions(file)) {
            return;
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new ConfigurationException(
                    "node key file "
                            + file
                            + " is open to other users: close it with chmod 600 "
                            + file);
        }
    }

    /**
     * Writes a new key file that only its owner may read and write; an existing file is left alone.
     *
     * @throws ConfigurationException if the file exists or cannot be written
     */
    public void save(Path file) throws ConfigurationException {
        byte[] text =
                (HexFormat.of().formatHex(privateKey) + '\n').getBytes(StandardCharsets.US_ASCII);
        try {
            write(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException(
                    "node key file " + file + " exists already and is left as it is", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "node key file " + file + " cannot be written: " + reason(e), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static void write(Path file, byte[] text) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file, options, creation(file))) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(text);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
                complete = true;
            } finally {
                if (!complete) {
                    // Half a key is no key, and would be in the way of the next attempt.
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileAttribute<?>[] creation(Path file) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "access denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /** The public key. */
    public NodeId id() {
        return id;
    }

    /** The private key, 32 bytes. */
    public byte[] privateKey() {
        return privateKey.clone();
    }

    /**
     * Signs 32 bytes: r ‖ s ‖ v (65 bytes) with low s, the nonce of RFC 6979 and v 0 or 1.
     *
     * @throws IllegalArgumentException if the hash does not have 32 bytes
     */
    public byte[] sign(byte[] hash) {
        return Secp256k1.get().sign(privateKey, hash);
    }

    /**
     * The point that this key and the holder of another one share: x ‖ y (64 bytes).
     *
     * @throws IllegalArgumentException if the other key is not a point on the curve
     */
    public byte[] agree(NodeId other) {
        return Secp256k1.get().agree(privateKey, other.publicKey());
    }

    /** The public key: the private one is not for logs. */
    @Override
    public String toString() {
        return "NodeKey[" + id + "]";
    }
}
