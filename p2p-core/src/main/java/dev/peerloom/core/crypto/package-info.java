/** Keys, ECDH, signatures, Keccak and AES, each behind one small type: no I/O, no threads. */
package dev.peerloom.core.crypto;
