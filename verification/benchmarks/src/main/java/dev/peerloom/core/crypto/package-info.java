/**
 * Benchmarks of this package's parts, from within it: on the class path the walls are not there.
 */
@NullMarked
package dev.peerloom.core.crypto;

import org.jspecify.annotations.NullMarked;
