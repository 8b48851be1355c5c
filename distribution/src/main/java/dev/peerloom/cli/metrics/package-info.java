/** What a node counts, as text for Prometheus. */
package dev.peerloom.cli.metrics;
