package dev.peerloom.cli.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;

/**
 * slf4j-simple's provider with loggers whose levels can change. slf4j makes it, by the name in the
 * system property {@code slf4j.provider}.
 */
public final class LevelProvider extends SimpleServiceProvider {
    private final LevelFactory factory = new LevelFactory();

    /** For slf4j. */
    public LevelProvider() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return factory;
    }
}
