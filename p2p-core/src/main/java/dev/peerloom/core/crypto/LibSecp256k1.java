package dev.peerloom.core.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.security.SecureRandom;

/**
 * The functions of libsecp256k1 that we call (its {@code secp256k1.h}, {@code _ecdh.h} and {@code
 * _recovery.h}), with one context for all threads: the library only reads it after it was made. Its
 * arguments are checked by the caller; each method says with its result what the C function says.
 */
@SuppressWarnings("restricted") // calling C is what this is for
final class LibSecp256k1 {
    /**
     * SECP256K1_CONTEXT_NONE, all that is needed since 0.2, with sign and verify for older ones.
     */
    private static final int CONTEXT_SIGN_VERIFY = 1 | 1 << 8 | 1 << 9;

    /** SECP256K1_EC_UNCOMPRESSED. */
    private static final int EC_UNCOMPRESSED = 2;

    // A handle that is a constant becomes a plain call when it is compiled; one in a field of an
    // object is walked through anew each time. So there is a handle for each shape of function, and
    // the function's address is its first argument.
    private static final MethodHandle TAKES_2 = handle(ADDRESS, ADDRESS);
    private static final MethodHandle TAKES_3 = handle(ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle TAKES_4 = handle(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle TAKES_6 =
            handle(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle TAKES_3_AND_SIZE =
            handle(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle TAKES_3_AND_INT = handle(ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle TAKES_4_AND_INT =
            handle(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

    private final String origin;
    private final MemorySegment context;
    private final MemorySegment copyPoint;
    private final MemorySegment seckeyVerify;
    private final MemorySegment pubkeyParse;
    private final MemorySegment pubkeySerialize;
    private final MemorySegment pubkeyCreate;
    private final MemorySegment ecdh;
    private final MemorySegment signRecoverable;
    private final MemorySegment signatureSerialize;
    private final MemorySegment signatureParse;
    private final MemorySegment recover;

    /**
     * Binds the functions.
     *
     * @param origin where the library was found, for people
     * @throws IllegalArgumentException if one of them is not there: a library that was built
     *     without the modules ecdh and recovery
     */
    LibSecp256k1(String origin, SymbolLookup symbols) {
        this.origin = origin;
        seckeyVerify = find(symbols, "ec_seckey_verify");
        pubkeyParse = find(symbols, "ec_pubkey_parse");
        pubkeySerialize = find(symbols, "ec_pubkey_serialize");
        pubkeyCreate = find(symbols, "ec_pubkey_create");
        ecdh = find(symbols, "ecdh");
        signRecoverable = find(symbols, "ecdsa_sign_recoverable");
        signatureSerialize = find(symbols, "ecdsa_recoverable_signature_serialize_compact");
        signatureParse = find(symbols, "ecdsa_recoverable_signature_parse_compact");
        recover = find(symbols, "ecdsa_recover");
        copyPoint = copyPointStub();
        context = createContext(symbols);
    }

    private static MemorySegment find(SymbolLookup symbols, String name) {
        return symbols.find("secp256k1_" + name)
                .orElseThrow(() -> new IllegalArgumentException("it lacks secp256k1_" + name));
    }

    private static MethodHandle handle(MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** The context lives as long as the process. Its randomness blinds what is done with keys. */
    private static MemorySegment createContext(SymbolLookup symbols) {
        MethodHandle create =
                Linker.nativeLinker()
                        .downcallHandle(
                                find(symbols, "context_create"),
                                FunctionDescriptor.of(ADDRESS, JAVA_INT));
        MemorySegment randomize = find(symbols, "context_randomize");
        try (Arena arena = Arena.ofConfined()) {
            byte[] seed = new byte[32];
            new SecureRandom().nextBytes(seed);
            MemorySegment context = (MemorySegment) create.invokeExact(CONTEXT_SIGN_VERIFY);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, seed);
            boolean blinded = (int) TAKES_2.invokeExact(randomize, context, bytes) == 1;
            bytes.fill((byte) 0);
            if (!blinded) {
                throw new IllegalArgumentException("its context cannot be randomized");
            }
            return context;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    String origin() {
        return origin;
    }

    /** Whether 32 bytes are a private key. */
    boolean isSecretKey(MemorySegment key) {
        try {
            return (int) TAKES_2.invokeExact(seckeyVerify, context, key) == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Whether 65 bytes are a point on the curve; then {@code key} is it. */
    boolean parsePublicKey(MemorySegment key, MemorySegment encoded) {
        try {
            return (int)
                            TAKES_3_AND_SIZE.invokeExact(
                                    pubkeyParse, context, key, encoded, encoded.byteSize())
                    == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes 65 bytes; {@code length} is room for 8. */
    void serializePublicKey(MemorySegment encoded, MemorySegment key, MemorySegment length) {
        length.set(JAVA_LONG, 0, encoded.byteSize());
        try {
            int always =
                    (int)
                            TAKES_4_AND_INT.invokeExact(
                                    pubkeySerialize,
                                    context,
                                    encoded,
                                    length,
                                    key,
                                    EC_UNCOMPRESSED);
            assert always == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** False if it is not a private key. */
    boolean createPublicKey(MemorySegment key, MemorySegment secret) {
        try {
            return (int) TAKES_3.invokeExact(pubkeyCreate, context, key, secret) == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes the shared point, x ‖ y; false if it is not a private key. */
    boolean agree(MemorySegment point, MemorySegment key, MemorySegment secret) {
        try {
            return (int)
                            TAKES_6.invokeExact(
                                    ecdh,
                                    context,
                                    point,
                                    key,
                                    secret,
                                    copyPoint,
                                    MemorySegment.NULL)
                    == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Signs with the nonce of RFC 6979; false if it is not a private key. */
    boolean sign(MemorySegment signature, MemorySegment hash, MemorySegment secret) {
        try {
            return (int)
                            TAKES_6.invokeExact(
                                    signRecoverable,
                                    context,
                                    signature,
                                    hash,
                                    secret,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL)
                    == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes r ‖ s and returns v; {@code v} is room for 4 bytes. */
    int serializeSignature(MemorySegment compact, MemorySegment signature, MemorySegment v) {
        try {
            int always =
                    (int) TAKES_4.invokeExact(signatureSerialize, context, compact, v, signature);
            assert always == 1;
            return v.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** False if r or s is not below the group's order. */
    boolean parseSignature(MemorySegment signature, MemorySegment compact, int v) {
        try {
            return (int) TAKES_3_AND_INT.invokeExact(signatureParse, context, signature, compact, v)
                    == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** False if no public key can have made the signature. */
    boolean recover(MemorySegment key, MemorySegment signature, MemorySegment hash) {
        try {
            return (int) TAKES_4.invokeExact(recover, context, key, signature, hash) == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** C functions throw nothing; what is thrown comes from the call itself. */
    private static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case Error e -> throw e;
            case RuntimeException e -> e;
            default -> new IllegalStateException(thrown);
        };
    }

    /**
     * What {@code secp256k1_ecdh} calls in place of a hash function: hands the point out as it is,
     * because RLPx hashes by itself.
     */
    @SuppressWarnings("unused") // called from C
    private static int copyPoint(
            MemorySegment output, MemorySegment x, MemorySegment y, MemorySegment data) {
        MemorySegment.copy(x.reinterpret(32), 0, output.reinterpret(64), 0, 32);
        MemorySegment.copy(y.reinterpret(32), 0, output.reinterpret(64), 32, 32);
        return 1;
    }

    private static MemorySegment copyPointStub() {
        try {
            FunctionDescriptor function =
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            MethodHandle target =
                    MethodHandles.lookup()
                            .findStatic(LibSecp256k1.class, "copyPoint", function.toMethodType());
            return Linker.nativeLinker().upcallStub(target, function, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
