/** A load program: drives any devp2p node through {@code bench/1} and reads what that costs it. */
@NullMarked
package dev.peerloom.verification.benchmarks.load;

import org.jspecify.annotations.NullMarked;
