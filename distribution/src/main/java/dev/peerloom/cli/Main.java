package dev.peerloom.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Optional<Path> home =
                Optional.ofNullable(System.getProperty("peerloom.home")).map(Path::of);
        int code = execute(args, home);
        System.out.flush();
        System.exit(code);
    }

    /** A node that is run with plain settings starts without the command line's library. */
    private static int execute(String[] args, Optional<Path> home) {
        Optional<PlainRun> run = PlainRun.read(args);
        return run.isPresent()
                ? run.get().execute(System.getenv(), home, System.out, System.err)
                : new Cli(System.getenv(), home, System.out, System.err).execute(args);
    }
}
