/** The messages of bzz and hive: bytes in, values out, and back. */
package dev.peerloom.plugin.bzz.wire;
