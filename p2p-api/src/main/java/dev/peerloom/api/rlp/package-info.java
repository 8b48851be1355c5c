/**
 * Recursive Length Prefix, the encoding of almost every devp2p message: canonical, strict,
 * iterative. {@link dev.peerloom.api.rlp.RlpWriter} writes it, {@link
 * dev.peerloom.api.rlp.RlpReader} reads it.
 *
 * <p>An item is a string of bytes or a list of items. Integers are strings: big-endian, without
 * leading zeros, 0 as the empty string. Text is a string of UTF-8.
 *
 * @see <a
 *     href="https://ethereum.org/en/developers/docs/data-structures-and-encoding/rlp/">Recursive
 *     Length Prefix serialization</a>
 */
package dev.peerloom.api.rlp;
