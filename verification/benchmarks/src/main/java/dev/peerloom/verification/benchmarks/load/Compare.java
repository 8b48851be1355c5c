package dev.peerloom.verification.benchmarks.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Puts the same loads on several nodes in one run, alternating, and writes what they cost. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Compares nodes that speak bench/1; the first one is what the others are measured by.")
public final class Compare implements Callable<Integer> {
    @Option(
            names = "--node",
            required = true,
            paramLabel = "NAME=COMMAND",
            description =
                    "a node and how it is started; the options of peerloom run are put behind it")
    private Map<String, String> commands = new LinkedHashMap<>();

    @Option(names = "--plugins", required = true, description = "a folder with the bench plugin")
    private Path plugins = Path.of("plugins");

    @Option(names = "--out", required = true, description = "where results and logs are written")
    private Path out = Path.of("results");

    @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "2",
            description = "rounds before the first; default: ${DEFAULT-VALUE}")
    private int warmUps;

    @Option(
            names = "--only",
            defaultValue = "",
            description = "loads whose names have this expression in them")
    private Pattern only = Pattern.compile("");

    @Option(names = "--smoke", description = "a little of each load: shows that all of it runs")
    private boolean smoke;

    @Option(names = "--growth", description = "how costs grow, in place of what they are")
    private boolean growth;

    /** Made for a command line. */
    public Compare() {}

    /** Compares; exits with 1 if a node fails. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        Plan plan = growth ? Plan.growth(smoke) : smoke ? Plan.smoke() : Plan.full();
        List<String> names = List.copyOf(commands.keySet());
        Figures figures = new Figures(names);
        List<Stage> warm = plan.warm().stream().filter(this::wanted).toList();
        if (!warm.isEmpty()) {
            runWarm(names, warm, figures);
        }
        for (Stage stage : plan.fresh().stream().filter(this::wanted).toList()) {
            runFresh(names, stage, figures);
        }
        System.out.println(figures.table());
        return 0;
    }

    private boolean wanted(Stage stage) {
        return only.matcher(stage.name()).find();
    }

    private Server start(String name) throws IOException {
        List<String> command = List.of(commands.getOrDefault(name, name).split(" "));
        return Server.start(name, command, plugins, out);
    }

    private void runWarm(List<String> names, List<Stage> stages, Figures figures)
            throws IOException, InterruptedException {
        List<Server> servers = new ArrayList<>();
        try {
            for (String name : names) {
                servers.add(start(name));
            }
            for (int round = -warmUps; round < rounds; round++) {
                for (Stage stage : stages) {
                    for (Server server : inTurn(servers, round)) {
                        Map<String, Double> measured = stage.run(server);
                        report(round, stage, server, measured);
                        if (round >= 0) {
                            figures.add(stage.name(), server.name(), measured);
                        }
                    }
                }
                if (round >= 0) {
                    // After each round: a run that is ended early has results too.
                    figures.write(out);
                }
            }
        } finally {
            servers.forEach(Server::close);
        }
    }

    /** Each round begins with another one: what is first has no advantage. */
    private static <T> List<T> inTurn(List<T> all, int round) {
        return Math.floorMod(round, 2) == 0 ? all : all.reversed();
    }

    private void runFresh(List<String> names, Stage stage, Figures figures)
            throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (String name : inTurn(names, round)) {
                try (Server server = start(name)) {
                    Map<String, Double> measured = stage.run(server);
                    report(round, stage, server, measured);
                    figures.add(stage.name(), name, measured);
                }
            }
            figures.write(out);
        }
    }

    private static void report(
            int round, Stage stage, Server server, Map<String, Double> measured) {
        StringBuilder text = new StringBuilder();
        measured.forEach((figure, value) -> text.append(" %s %.1f;".formatted(figure, value)));
        System.err.printf(
                "%s %d: %s, %s:%s%n",
                round < 0 ? "warm-up" : "round",
                round < 0 ? -round : round + 1,
                stage.name(),
                server.name(),
                text);
    }
}
