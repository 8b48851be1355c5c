package dev.peerloom.cli.log;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.simple.SimpleLoggerFactory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Makes loggers of slf4j-simple, and changes their levels. Thread-safe. */
public final class LevelFactory extends SimpleLoggerFactory {
    private final Queue<Changeable> loggers = new ConcurrentLinkedQueue<>();

    LevelFactory() {}

    /** A logger whose level can change; threads see that sooner or later. */
    private static final class Changeable extends SimpleLogger {
        private static final long serialVersionUID = 1;

        Changeable(String name) {
            super(name);
        }

        void level(Level level) {
            currentLogLevel = level.toInt();
        }
    }

    @Override
    protected Logger createLogger(String name) {
        Changeable logger = new Changeable(name);
        loggers.add(logger);
        return logger;
    }

    /** Gives each logger that there is the level for its name. */
    public void change(Function<? super String, Level> levels) {
        loggers.forEach(logger -> logger.level(levels.apply(logger.getName())));
    }
}
