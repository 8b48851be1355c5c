/** Protocols, peers and channels: what a plugin implements and what it is handed. */
package dev.peerloom.api;
