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
        Cli cli = new Cli(System.getenv(), home, System.out, System.err);
        int code = cli.execute(args);
        System.out.flush();
        System.exit(code);
    }
}
