/** The messages of eth/69 to eth/72 as values that encode and decode themselves: pure. */
package dev.peerloom.plugin.eth.wire;
