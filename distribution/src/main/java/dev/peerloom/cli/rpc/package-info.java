/**
 * JSON-RPC 2.0: from the bytes of a request to the bytes of its answer, without sockets, and what
 * connections have in common that carry several requests.
 */
package dev.peerloom.cli.rpc;
