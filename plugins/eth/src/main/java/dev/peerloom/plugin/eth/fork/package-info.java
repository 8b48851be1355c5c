/** Fork identifiers (EIP-2124, EIP-6122): pure. */
package dev.peerloom.plugin.eth.fork;
