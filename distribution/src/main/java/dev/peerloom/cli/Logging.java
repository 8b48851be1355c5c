package dev.peerloom.cli;

import dev.peerloom.cli.demo.Screen;
import dev.peerloom.cli.live.StatusLine;
import dev.peerloom.cli.log.LevelFactory;
import dev.peerloom.cli.log.LevelProvider;
import dev.peerloom.cli.settings.LogLevel;

import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.BiConsumer;

/** Sets the logs up: slf4j-simple reads system properties, once, when the first logger is made. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private static final List<String> CHATTY = List.of("io.netty", "org.pf4j", "java.lang.Runtime");

    private static final String HTTP_SERVER = "io.helidon";

    /**
     * Standard error, as it is when this class is first used: the log's lines and what is below.
     */
    private static final StatusLine STATUS = new StatusLine(System.err);

    private Logging() {}

    /** Must be called before anything makes a logger. */
    static void configure(LogLevel level) {
        setLevels(level, Logging::set);
        // Its own way to write the time asks for the calendars of all languages first: 50 ms.
        boolean ours = System.getProperty(PREFIX + "showDateTime") == null;
        set("showDateTime", "false");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("showShortLogName", "true");
        set("logFile", "System.err");
        set("cacheOutputStream", "true");
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LevelProvider.class.getName());
        // Otherwise slf4j tells on stderr that it does as it is told.
        System.setProperty("slf4j.internal.verbosity", "WARN");
        PrintStream err = System.err;
        System.setErr(new LogOutput(STATUS, err.charset(), ours ? Logging::time : () -> ""));
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        // It would look for a file of settings in every jar that there is.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            // It takes hold of the stream here; what others print to stderr stays as it is.
            LoggerFactory.getILoggerFactory();
        } finally {
            thread.setContextClassLoader(loader);
            System.setErr(err);
        }
    }

    /**
     * The time of an event, before it: {@code 2026-11-30 09:05:07.012}, in the zone of the system.
     */
    private static String time() {
        Instant instant = Instant.now();
        // The zone as java.util has it: java.time looks for other ones in every jar first.
        int offset = TimeZone.getDefault().getOffset(instant.toEpochMilli());
        LocalDateTime now = LocalDateTime.ofInstant(instant.plusMillis(offset), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24).append(now.toLocalDate());
        padded(text.append(' '), 2, now.getHour());
        padded(text.append(':'), 2, now.getMinute());
        padded(text.append(':'), 2, now.getSecond());
        padded(text.append('.'), 3, now.getNano() / 1_000_000);
        return text.append(' ').toString();
    }

    private static void padded(StringBuilder text, int digits, int number) {
        String figures = Integer.toString(number);
        text.repeat('0', digits - figures.length()).append(figures);
    }

    /** Where the log goes to, if that is a terminal that can show how something comes on. */
    static Optional<StatusLine> terminal() {
        return Screen.wantsColour(Boolean.getBoolean("peerloom.terminal.err"), System.getenv())
                ? Optional.of(STATUS)
                : Optional.empty();
    }

    /** Changes how much is logged from now on, by loggers that there are and those to come. */
    static void change(LogLevel level) {
        setLevels(level, (name, value) -> System.setProperty(PREFIX + name, value));
        if (LoggerFactory.getILoggerFactory() instanceof LevelFactory factory) {
            factory.change(name -> level(name, level));
        }
    }

    private static void setLevels(LogLevel level, BiConsumer<String, String> property) {
        property.accept("defaultLogLevel", level.toString());
        CHATTY.forEach(name -> property.accept("log." + name, text(level(name, level))));
        property.accept("log." + HTTP_SERVER, text(level(HTTP_SERVER, level)));
    }

    private static String text(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    private static Level level(String logger, LogLevel level) {
        if (logger.startsWith(HTTP_SERVER) && level.compareTo(LogLevel.DEBUG) < 0) {
            // What callers send that is no HTTP is theirs to see, not a warning in our log.
            return Level.ERROR;
        }
        boolean chatty = CHATTY.stream().anyMatch(logger::startsWith);
        // What these say below is about their own insides.
        boolean quiet = chatty && (level == LogLevel.INFO || level == LogLevel.DEBUG);
        return quiet ? Level.WARN : Level.valueOf(level.name());
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
