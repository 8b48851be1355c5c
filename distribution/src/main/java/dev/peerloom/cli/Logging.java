package dev.peerloom.cli;

import dev.peerloom.cli.settings.LogLevel;

import org.slf4j.LoggerFactory;

import java.io.PrintStream;

/** Sets the logs up: slf4j-simple reads system properties, once, when the first logger is made. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Must be called before anything makes a logger. */
    static void configure(LogLevel level) {
        set("defaultLogLevel", level.toString());
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("showShortLogName", "true");
        set("logFile", "System.err");
        set("cacheOutputStream", "true");
        if (level != LogLevel.TRACE) {
            // What these say below is about their own insides.
            String own = level.compareTo(LogLevel.WARN) > 0 ? "warn" : level.toString();
            set("log.io.netty", own);
            set("log.org.pf4j", own);
            set("log.java.lang.Runtime", own);
            // What callers send that is no HTTP is theirs to see, not a warning in our log.
            set("log.io.helidon", level == LogLevel.DEBUG ? "debug" : "error");
        }
        PrintStream err = System.err;
        System.setErr(new LogOutput(err));
        try {
            // It takes hold of the stream here; what others print to stderr stays as it is.
            LoggerFactory.getILoggerFactory();
        } finally {
            System.setErr(err);
        }
    }

    /** Whether the operator wants to see stack traces: a debug level was set. */
    static boolean showsStacks() {
        String level = System.getProperty(PREFIX + "defaultLogLevel", "info");
        return level.equals("debug") || level.equals("trace");
    }

    /** A property that the operator gave to the JVM stays. */
    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
