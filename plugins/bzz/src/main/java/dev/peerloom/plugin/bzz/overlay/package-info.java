/** Addresses of the overlay network, and the nodes that are behind them. */
package dev.peerloom.plugin.bzz.overlay;
