/** Recursive Length Prefix, the encoding of every devp2p message: canonical, strict, iterative. */
package dev.peerloom.api.rlp;
