/** Envelopes on their way: which are let in, how long they stay, who has them, and their work. */
package dev.peerloom.plugin.shh.pool;
