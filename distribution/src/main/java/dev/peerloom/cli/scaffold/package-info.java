/** Writes the project that the author of a plugin starts from. */
package dev.peerloom.cli.scaffold;
