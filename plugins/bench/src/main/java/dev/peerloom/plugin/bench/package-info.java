/** {@code bench/1}: echo, sink and source, so that one client can measure any devp2p node. */
package dev.peerloom.plugin.bench;
