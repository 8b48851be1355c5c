/**
 * ECIES, the RLPx handshake, frames, Snappy: bytes in, bytes out; no Netty, no threads, no clock.
 */
package dev.peerloom.core.rlpx;
