package dev.peerloom.core.fault;

import dev.peerloom.core.wire.LogText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Failures of plugins' code in words. Every method is safe with exceptions of a plugin's own. */
public final class Failures {
    private static final int LONGEST = 300;
    private static final int FRAMES = 8;
    private static final String API = "dev.peerloom.api.";

    private Failures() {}

    /**
     * A failure's class and message on one line, escaped; and what it means, if the plugin was
     * built for other classes than it finds here.
     */
    public static String describe(Throwable failure) {
        String name = failure.getClass().getName();
        String message = message(failure);
        String said = message.isEmpty() ? name : name + ": " + message;
        return LogText.escape(said, LONGEST)
                + explain(failure).map(meaning -> " (" + meaning + ")").orElse("");
    }

    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null ? "" : message;
        } catch (Throwable broken) {
            // getMessage() may be a plugin's code, and telling of a failure must not fail.
            return "(its getMessage() threw " + broken.getClass().getName() + ")";
        }
    }

    /**
     * What a plugin's author has to do about a failure to link: the API has changed since the
     * plugin was built, or the plugin lacks a library.
     */
    public static Optional<String> explain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = failure; t != null && seen.add(t); t = cause(t)) {
            if (t instanceof LinkageError && !(t instanceof ExceptionInInitializerError)) {
                return explainLinkage(message(t).replace('/', '.'));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> explainLinkage(String message) {
        if (message.contains(API)) {
            return Optional.of("it was built against another version of the API");
        }
        if (message.contains("Could not initialize class")) {
            return Optional.of("its static initializer failed before");
        }
        if (message.contains("class file version")) {
            return Optional.of("it was compiled for a newer Java than this one");
        }
        return Optional.of(
                "a class that it was compiled with is not in the plugin, or in another version");
    }

    private static @Nullable Throwable cause(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable broken) {
            // getCause() may be a plugin's code too; without it there is less to say.
            return null;
        }
    }

    /** Whether it is how a blocking call ends when its link closes or its thread is interrupted. */
    public static boolean isOfClosing(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = failure; t != null && seen.add(t); t = cause(t)) {
            if (t instanceof IOException || t instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** Where a failure comes from: the innermost call outside of the JDK. */
    static String place(Throwable failure) {
        StackTraceElement[] calls;
        try {
            calls = failure.getStackTrace();
        } catch (Throwable broken) {
            // getStackTrace() may be a plugin's code as well.
            return "";
        }
        return Arrays.stream(calls)
                .filter(call -> !isOfJdk(call))
                .findFirst()
                .map(call -> LogText.escape(", at " + call, LONGEST))
                .orElse("");
    }

    /**
     * Where a thread is, on one line, escaped: the innermost call, then those outside of the JDK.
     */
    public static String stack(StackTraceElement[] calls) {
        Stream<StackTraceElement> shown =
                Arrays.stream(calls).allMatch(Failures::isOfJdk)
                        ? Arrays.stream(calls)
                        : Stream.concat(
                                Arrays.stream(calls).limit(1),
                                Arrays.stream(calls).skip(1).filter(call -> !isOfJdk(call)));
        String text =
                shown.limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
        return LogText.escape(text, 2 * LONGEST);
    }

    private static boolean isOfJdk(StackTraceElement call) {
        return call.getClassName().startsWith("java.") || call.getClassName().startsWith("jdk.");
    }
}
