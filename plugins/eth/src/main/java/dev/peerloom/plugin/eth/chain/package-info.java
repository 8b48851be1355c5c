/** The genesis, the block export and its index: what the plugin can serve. */
package dev.peerloom.plugin.eth.chain;
