/** A plugin with many protocols, to see what their number costs. */
@NullMarked
package dev.peerloom.verification.benchmarks.many;

import org.jspecify.annotations.NullMarked;
