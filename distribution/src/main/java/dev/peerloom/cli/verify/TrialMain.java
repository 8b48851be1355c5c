package dev.peerloom.cli.verify;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** The process in which a plugin is tried. Started by {@link TrialProcess} only. */
public final class TrialMain {
    private TrialMain() {}

    /** Does what the file says that the one argument names, and ends the process. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        // What the plugin prints is not ours.
        System.setOut(System.err);
        // Not as an argument, which the plugin could see as well.
        String word = new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        TrialOutput output = new TrialOutput(out, word);
        int code = 1;
        try {
            new Trial(TrialRequest.read(Path.of(args[0])), output).run();
            output.done();
            code = 0;
        } finally {
            System.err.flush();
            if (code == 0) {
                // Threads that the plugin left behind are in the report, and end now.
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
