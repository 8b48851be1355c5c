package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Path;

/** A distribution as a zip or compressed tar. Immutable. */
record Archive(Plan plan, Path work) implements Packing {
    @Override
    public Path root() {
        return work.resolve(plan.name());
    }

    @Override
    public Path pack(Tools tools) throws ConfigurationException, IOException {
        Path packed = work.resolve(plan.platform().archive(plan));
        tools.run("pack", plan.platform().format(), root().toString(), packed.toString());
        return packed;
    }
}
