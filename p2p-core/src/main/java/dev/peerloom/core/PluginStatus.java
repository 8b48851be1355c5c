package dev.peerloom.core;

import dev.peerloom.api.Capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin of the node, as it was when asked.
 *
 * @param id the manifest's {@code Plugin-Id}
 * @param version the manifest's {@code Plugin-Version}
 * @param description the manifest's {@code Plugin-Description}, empty if there is none
 * @param file the jar, or the folder of jars
 * @param state how far it has come
 * @param problem one line that says what is wrong, when it failed
 * @param protocols what it offers, with the number of message codes of each
 * @param faults what went wrong since it was loaded, newest last; a bounded number of them
 */
public record PluginStatus(
        String id,
        String version,
        String description,
        Path file,
        State state,
        Optional<String> problem,
        Map<Capability, Integer> protocols,
        List<PluginFault> faults) {

    /** How far a plugin has come. */
    public enum State {
        /** Found and resolved, its code has not run. */
        RESOLVED,
        /** Its protocols are offered in hellos. */
        READY,
        /** It cannot be used; {@link PluginStatus#problem()} says why. */
        FAILED
    }
}
