/** Keccak, secp256k1, ECIES and AES-GCM: bytes in, bytes out. */
package dev.peerloom.plugin.shh.crypto;
