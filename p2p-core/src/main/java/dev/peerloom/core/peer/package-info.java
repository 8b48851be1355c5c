/**
 * The peer loop: one link between two nodes, the protocols that run on it, and the table of all
 * links. Knows neither Netty nor PF4J.
 */
package dev.peerloom.core.peer;
