package dev.peerloom.core.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;

import javax.crypto.Cipher;

/**
 * The JDK's AES. Who provides it is asked once: asking for each cipher, of which a handshake needs
 * six, takes as long as keying it.
 */
final class Aes {
    private static final Provider PROVIDER = provider();

    private Aes() {}

    private static Provider provider() {
        try {
            return Cipher.getInstance("AES/CTR/NoPadding").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES in counter mode", e);
        }
    }

    /** A cipher that has no key yet. */
    static Cipher cipher(String mode) throws GeneralSecurityException {
        return Cipher.getInstance("AES/" + mode + "/NoPadding", PROVIDER);
    }
}
