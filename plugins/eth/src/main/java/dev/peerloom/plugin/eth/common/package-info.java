/** Hashes and hexadecimal text, used by every other package of the plugin. */
package dev.peerloom.plugin.eth.common;
