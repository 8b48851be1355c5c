package dev.peerloom.cli.rpc;

/** A call that is answered with an error: its code and a message of one line. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1;

    /** The request is no JSON. */
    public static final int PARSE = -32700;

    /** The request is JSON, but no JSON-RPC 2.0 request, or is beyond a limit. */
    public static final int INVALID_REQUEST = -32600;

    /** There is no such method or subscription. */
    public static final int NOT_FOUND = -32601;

    /** The parameters are wrong. */
    public static final int INVALID_PARAMS = -32602;

    /** Something failed here that is nobody else's fault. */
    public static final int INTERNAL = -32603;

    /** The method failed. */
    public static final int FAILED = -32000;

    /** The method took too long. */
    public static final int TIMED_OUT = -32002;

    /** The answer is larger than allowed. */
    public static final int TOO_LARGE = -32003;

    /** The node answers as many requests already as it may. */
    public static final int BUSY = -32005;

    private final int code;

    /** Makes an error with one of the codes above. */
    public RpcException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** Makes an error with one of the codes above, and what led to it. */
    public RpcException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code. */
    public int code() {
        return code;
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
