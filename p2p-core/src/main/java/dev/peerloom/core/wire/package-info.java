/**
 * The base protocol of devp2p, as values: hello, disconnect, capability matching and the code
 * space.
 *
 * <p>Everything here is pure: bytes and values in, bytes and values out; no thread, no clock, no
 * socket. Section references are to {@code rlpx.md} of the devp2p specifications.
 */
package dev.peerloom.core.wire;
