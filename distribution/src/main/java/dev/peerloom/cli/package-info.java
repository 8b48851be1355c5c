/** The program {@code peerloom}: its commands, and how they end. */
package dev.peerloom.cli;
