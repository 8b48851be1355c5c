/** What keeps the table full: peers tell each other of peers, and a file keeps them. */
package dev.peerloom.plugin.bzz.hive;
