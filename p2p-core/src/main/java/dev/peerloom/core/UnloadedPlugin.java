package dev.peerloom.core;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A plugin that was unloaded and whose classes are in memory still. That is so until the garbage
 * collector runs; after that, something holds on to them: a thread that it started, a listener that
 * it left somewhere.
 *
 * @param id its {@code Plugin-Id}
 * @param version its {@code Plugin-Version}
 * @param file the jar or the folder that it was loaded from
 * @param at when it was unloaded
 */
public record UnloadedPlugin(String id, String version, Path file, Instant at) {}
