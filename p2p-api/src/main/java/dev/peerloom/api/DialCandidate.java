package dev.peerloom.api;

import java.util.Map;

/** A node to dial, with what its record says. */
public record DialCandidate(Enode node, Map<String, byte[]> attributes) {}
