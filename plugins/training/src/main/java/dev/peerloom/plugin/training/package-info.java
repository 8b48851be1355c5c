/** Uses all that a plugin can use when it starts, and does nothing with it. */
package dev.peerloom.plugin.training;
