/** JSON-RPC over a Unix domain socket: the node's end and a client's. */
package dev.peerloom.cli.ipc;
