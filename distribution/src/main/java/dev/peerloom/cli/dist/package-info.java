/** Making distributions: what {@code dist build} reads, checks, puts together and writes down. */
package dev.peerloom.cli.dist;
