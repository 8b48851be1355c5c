package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;

/**
 * Why somebody does not become a peer.
 *
 * @param reason what it is told
 * @param detail what the operator is told
 */
public record Refusal(DisconnectReason reason, String detail) {}
