package dev.peerloom.cli.rpc;

/** How a caller has come. */
public enum Transport {
    /** Over the Unix socket, which only the node's own user can open. */
    IPC,
    /** With one HTTP request. */
    HTTP,
    /** Over a WebSocket. */
    WEBSOCKET
}
