/** The messages of shh/6 (EIP-627) as values that encode and decode themselves: pure. */
package dev.peerloom.plugin.shh.wire;
