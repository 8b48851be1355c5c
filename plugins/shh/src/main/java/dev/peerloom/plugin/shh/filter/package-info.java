/** The keys of this node's users, and the filters that their messages are kept in. */
package dev.peerloom.plugin.shh.filter;
