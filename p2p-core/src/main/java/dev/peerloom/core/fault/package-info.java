/**
 * What goes wrong in plugins' code while it runs: kept for whoever asks, and logged, both at a
 * bounded rate and size. Knows neither links nor plugins, only whose code it was.
 */
package dev.peerloom.core.fault;
