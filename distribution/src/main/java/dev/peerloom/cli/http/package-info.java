/**
 * The admin interface over HTTP and WebSocket, on Helidon's WebServer. The only package that knows
 * Helidon; nothing of it is loaded in a node that was not asked for HTTP.
 */
package dev.peerloom.cli.http;
