/** The Kademlia table: who is known, who is connected, whom to connect next. No I/O, no threads. */
package dev.peerloom.plugin.bzz.table;
