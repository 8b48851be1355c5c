package dev.peerloom.core.plugin;

/** What the parts of a plugin host share; all but events and faults are its owner thread's. */
record PluginParts(
        PluginSet set,
        Pf4jManager manager,
        PluginEnvironment environment,
        PluginEvents events,
        PluginFaults faults,
        String systemVersion) {}
