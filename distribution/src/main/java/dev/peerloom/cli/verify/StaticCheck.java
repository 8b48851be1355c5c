package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.PluginFile;

import java.io.IOException;
import java.util.List;

/** A check that reads a plugin and runs none of its code. Stateless. */
interface StaticCheck {
    /** All of them, in the order of the report. */
    List<StaticCheck> ALL =
            List.of(
                    new ManifestCheck(),
                    new DescriptorCheck(),
                    new BundledApiCheck(),
                    new ClassVersionCheck(),
                    new InternalsCheck(),
                    new CallsCheck());

    /** Its name in the report. */
    String name();

    /**
     * Checks.
     *
     * @throws IOException if the plugin cannot be read; then that is its fault
     */
    CheckResult check(PluginFile plugin) throws IOException;
}
