/** Netty's side: the listener, the dialler, and the handler that joins a socket to a link. */
package dev.peerloom.core.net;
