package dev.peerloom.verification.benchmarks;

import org.bouncycastle.crypto.digests.KeccakDigest;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Frames as the specification says them, word for word, with nothing done for speed: the fixed
 * baseline that ours are measured by. Not to be improved.
 */
final class NaiveFrames {
    private final SecretKeySpec macKey;
    private final Cipher stream;
    private final KeccakDigest egress = new KeccakDigest(256);

    NaiveFrames(byte[] aes, byte[] mac) throws GeneralSecurityException {
        macKey = new SecretKeySpec(mac, "AES");
        stream = Cipher.getInstance("AES/CTR/NoPadding");
        stream.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(aes, "AES"),
                new IvParameterSpec(new byte[16]));
        egress.update(mac, 0, mac.length);
    }

    byte[] encode(byte[] body) throws GeneralSecurityException {
        byte[] header = new byte[16];
        header[0] = (byte) (body.length >>> 16);
        header[1] = (byte) (body.length >>> 8);
        header[2] = (byte) body.length;
        byte[] headerCipher = stream.update(header);
        byte[] headerMac = mac(headerCipher);
        byte[] bodyCipher = stream.update(Arrays.copyOf(body, (body.length + 15) / 16 * 16));
        egress.update(bodyCipher, 0, bodyCipher.length);
        byte[] bodyMac = mac(digest());
        byte[] frame = new byte[48 + bodyCipher.length];
        System.arraycopy(headerCipher, 0, frame, 0, 16);
        System.arraycopy(headerMac, 0, frame, 16, 16);
        System.arraycopy(bodyCipher, 0, frame, 32, bodyCipher.length);
        System.arraycopy(bodyMac, 0, frame, 32 + bodyCipher.length, 16);
        return frame;
    }

    private byte[] mac(byte[] seed) throws GeneralSecurityException {
        Cipher block = Cipher.getInstance("AES/ECB/NoPadding");
        block.init(Cipher.ENCRYPT_MODE, macKey);
        byte[] mixed = block.doFinal(digest());
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= seed[i];
        }
        egress.update(mixed, 0, mixed.length);
        return digest();
    }

    private byte[] digest() {
        byte[] digest = new byte[32];
        int _ = new KeccakDigest(egress).doFinal(digest, 0);
        return Arrays.copyOf(digest, 16);
    }
}
