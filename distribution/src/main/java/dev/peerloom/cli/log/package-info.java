/** slf4j-simple, with levels that can change while the program runs. */
package dev.peerloom.cli.log;
