package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;

/** A protocol cannot be offered, as another owner offers that name and version already. */
public final class CapabilityTakenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String owner;

    /** Names both owners. */
    public CapabilityTakenException(String refused, Capability capability, String owner) {
        super(
                "plugin %s offers %s, which plugin %s offers already"
                        .formatted(refused, capability, owner));
        this.owner = owner;
    }

    /** Who offers it already. */
    public String owner() {
        return owner;
    }
}
