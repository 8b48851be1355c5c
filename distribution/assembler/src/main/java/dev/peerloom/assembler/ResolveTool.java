package dev.peerloom.assembler;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;

import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

import java.io.PrintWriter;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * {@code resolve GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION}: prints the files of an artifact
 * and of what it runs with, each on a line, its own first. Repositories, mirrors, passwords,
 * proxies and the local repository are those of the user's Maven settings. Immutable.
 */
public final class ResolveTool implements ToolProvider {
    /** The node has these, and a plugin that brought them along would be refused. */
    private static final String OURS = "dev.peerloom";

    /** For the service loader. */
    public ResolveTool() {}

    @Override
    public String name() {
        return "resolve";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length != 1) {
            err.println("resolve takes the coordinates of one artifact");
            return 2;
        }
        ContextOverrides settings = ContextOverrides.create().withUserSettings(true).build();
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(settings)) {
            for (Artifact artifact : resolve(maven, new DefaultArtifact(args[0]))) {
                out.println(artifact.getFile().getAbsolutePath());
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(args[0] + " are no Maven coordinates: " + e.getMessage());
            return 2;
        } catch (RepositoryException e) {
            err.println("cannot get " + args[0] + ": " + e.getMessage());
            return 1;
        }
    }

    private static List<Artifact> resolve(Context maven, Artifact wanted)
            throws RepositoryException {
        CollectRequest collect =
                new CollectRequest(
                        new Dependency(wanted, JavaScopes.RUNTIME), maven.remoteRepositories());
        DependencyRequest request =
                new DependencyRequest(
                        collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        return maven
                .repositorySystem()
                .resolveDependencies(maven.repositorySystemSession(), request)
                .getArtifactResults()
                .stream()
                .map(ArtifactResult::getArtifact)
                .filter(found -> isWanted(found, wanted))
                .toList();
    }

    private static boolean isWanted(Artifact found, Artifact wanted) {
        return !found.getGroupId().equals(OURS)
                || found.getArtifactId().equals(wanted.getArtifactId());
    }
}
