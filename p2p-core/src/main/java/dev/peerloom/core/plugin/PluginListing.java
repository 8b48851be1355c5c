package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginTrust;

import org.pf4j.DefaultVersionManager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists plugins without running any of their code. Stateless. */
public final class PluginListing {
    private PluginListing() {}

    /** What {@link dev.peerloom.core.Plugins#list} returns. */
    public static List<PluginStatus> list(Path directory, String systemVersion, PluginTrust trust)
            throws ConfigurationException {
        List<Path> files;
        try {
            files = PluginReader.find(directory);
        } catch (PluginProblem e) {
            throw new ConfigurationException(Text.message(e), e);
        }
        PluginReader reader = new PluginReader(new DefaultVersionManager(), jar -> jar, trust);
        List<PluginPackage> read = new ArrayList<>();
        List<PluginStatus> broken = new ArrayList<>();
        Refusals refused = new Refusals();
        for (Path file : files) {
            try {
                read.add(reader.read(file));
            } catch (RefusedException e) {
                refused.add(e, file);
            } catch (PluginProblem e) {
                broken.add(Refusal.broken(file, Text.message(e)).status());
            }
        }
        Resolution resolution = new Resolution(new DefaultVersionManager(), systemVersion);
        resolution.resolve(refused.withoutDependents(read));
        List<PluginStatus> all = new ArrayList<>();
        for (PluginPackage plugin : resolution.order()) {
            all.add(plugin.status(PluginStatus.State.RESOLVED, Optional.empty(), Map.of()));
        }
        resolution
                .problems()
                .forEach(
                        (plugin, problem) ->
                                all.add(
                                        plugin.status(
                                                PluginStatus.State.FAILED,
                                                Optional.of(problem),
                                                Map.of())));
        refused.all().forEach(refusal -> all.add(refusal.status()));
        all.addAll(broken);
        return all;
    }
}
