package dev.peerloom.core;

import dev.peerloom.api.Peer;

/**
 * What has passed on the link with one peer since it began, and what waits on it.
 *
 * @param peer the peer
 * @param bytesRead read from its socket, in bytes, with frames and MACs
 * @param bytesWritten given to its socket likewise
 * @param messagesReceived messages of protocols that came in
 * @param messagesSent messages of protocols that went out
 * @param waitingMessages messages that came in and were not read by their protocol
 * @param waitingBytes what these hold in memory, in bytes
 */
public record PeerLoad(
        Peer peer,
        long bytesRead,
        long bytesWritten,
        long messagesReceived,
        long messagesSent,
        long waitingMessages,
        long waitingBytes) {}
