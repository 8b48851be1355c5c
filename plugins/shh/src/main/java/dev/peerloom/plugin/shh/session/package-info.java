/** Peers: the handshake, what they send, and what is forwarded to them. */
package dev.peerloom.plugin.shh.session;
