package dev.peerloom.core.crypto;

final class BouncyCastleSecp256k1Test extends Secp256k1Contract {
    BouncyCastleSecp256k1Test() {
        super(BouncyCastleSecp256k1.INSTANCE);
    }
}
