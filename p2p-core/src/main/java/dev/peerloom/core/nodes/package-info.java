/** What is known about other nodes, and who is banned; kept over restarts. */
package dev.peerloom.core.nodes;
