package dev.peerloom.core.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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

    /**
     * Calls any of the functions: the first argument is its address, the others are what it takes,
     * numbers and addresses alike, followed by zeros. They all lie in registers, in which a
     * function does not look for more than it takes, on x86-64 as on AArch64; of a result that is
     * an {@code int} only the lower half means something. Making a handle for a shape of function
     * costs tens of milliseconds at each start, so there is one shape; and it is a constant, which
     * the compiler makes plain calls of.
     */
    private static final MethodHandle CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                    JAVA_LONG, JAVA_LONG));

    private final String origin;
    private final long context;
    private final long copyPoint;
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
        copyPoint = copyPointStub().address();
        context = createContext(symbols);
    }

    private static MemorySegment find(SymbolLookup symbols, String name) {
        return symbols.find("secp256k1_" + name)
                .orElseThrow(() -> new IllegalArgumentException("it lacks secp256k1_" + name));
    }

    /** The context lives as long as the process. Its randomness blinds what is done with keys. */
    private static long createContext(SymbolLookup symbols) {
        long context = call(find(symbols, "context_create"), CONTEXT_SIGN_VERIFY, 0, 0, 0, 0, 0);
        MemorySegment randomize = find(symbols, "context_randomize");
        try (Arena arena = Arena.ofConfined()) {
            byte[] seed = new byte[32];
            new SecureRandom().nextBytes(seed);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, seed);
            boolean blinded = isRight(call(randomize, context, bytes.address(), 0, 0, 0, 0));
            bytes.fill((byte) 0);
            if (!blinded) {
                throw new IllegalArgumentException("its context cannot be randomized");
            }
            return context;
        }
    }

    /** Calls a function; whose memory is handed to it must stay until it returns. */
    private static long call(
            MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static boolean isRight(long result) {
        return (int) result == 1;
    }

    String origin() {
        return origin;
    }

    /** Whether 32 bytes are a private key. */
    boolean isSecretKey(MemorySegment key) {
        return isRight(call(seckeyVerify, context, key.address(), 0, 0, 0, 0));
    }

    /** Whether 65 bytes are a point on the curve; then {@code key} is it. */
    boolean parsePublicKey(MemorySegment key, MemorySegment encoded) {
        long size = encoded.byteSize();
        return isRight(call(pubkeyParse, context, key.address(), encoded.address(), size, 0, 0));
    }

    /** Writes 65 bytes; {@code length} is room for 8. */
    void serializePublicKey(MemorySegment encoded, MemorySegment key, MemorySegment length) {
        length.set(JAVA_LONG, 0, encoded.byteSize());
        long always =
                call(
                        pubkeySerialize,
                        context,
                        encoded.address(),
                        length.address(),
                        key.address(),
                        EC_UNCOMPRESSED,
                        0);
        assert isRight(always);
    }

    /** False if it is not a private key. */
    boolean createPublicKey(MemorySegment key, MemorySegment secret) {
        return isRight(call(pubkeyCreate, context, key.address(), secret.address(), 0, 0, 0));
    }

    /** Writes the shared point, x ‖ y; false if it is not a private key. */
    boolean agree(MemorySegment point, MemorySegment key, MemorySegment secret) {
        return isRight(
                call(
                        ecdh,
                        context,
                        point.address(),
                        key.address(),
                        secret.address(),
                        copyPoint,
                        0));
    }

    /** Signs with the nonce of RFC 6979; false if it is not a private key. */
    boolean sign(MemorySegment signature, MemorySegment hash, MemorySegment secret) {
        return isRight(
                call(
                        signRecoverable,
                        context,
                        signature.address(),
                        hash.address(),
                        secret.address(),
                        0,
                        0));
    }

    /** Writes r ‖ s and returns v; {@code v} is room for 4 bytes. */
    int serializeSignature(MemorySegment compact, MemorySegment signature, MemorySegment v) {
        long always =
                call(
                        signatureSerialize,
                        context,
                        compact.address(),
                        v.address(),
                        signature.address(),
                        0,
                        0);
        assert isRight(always);
        return v.get(JAVA_INT, 0);
    }

    /** False if r or s is not below the group's order. */
    boolean parseSignature(MemorySegment signature, MemorySegment compact, int v) {
        return isRight(
                call(signatureParse, context, signature.address(), compact.address(), v, 0, 0));
    }

    /** False if no public key can have made the signature. */
    boolean recover(MemorySegment key, MemorySegment signature, MemorySegment hash) {
        return isRight(
                call(recover, context, key.address(), signature.address(), hash.address(), 0, 0));
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
    private static int copyPoint(long output, long x, long y, long data) {
        MemorySegment point = MemorySegment.ofAddress(output).reinterpret(64);
        MemorySegment.copy(MemorySegment.ofAddress(x).reinterpret(32), 0, point, 0, 32);
        MemorySegment.copy(MemorySegment.ofAddress(y).reinterpret(32), 0, point, 32, 32);
        return 1;
    }

    private static MemorySegment copyPointStub() {
        try {
            FunctionDescriptor function =
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
            MethodHandle target =
                    MethodHandles.lookup()
                            .findStatic(LibSecp256k1.class, "copyPoint", function.toMethodType());
            return Linker.nativeLinker().upcallStub(target, function, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
