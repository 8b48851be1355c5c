/**
 * What {@code dist build} needs libraries for that no node has: resolving Maven coordinates and
 * writing archives. Both are tools in the sense of {@link java.util.spi.ToolProvider}: the command
 * line loads them from a folder of their own, and only then.
 */
@org.jspecify.annotations.NullMarked
package dev.peerloom.assembler;
