package dev.peerloom.plugin.eth.session;

/** A message that is to be written. */
final class Reply {
    private final int code;
    private final byte[] payload;

    Reply(int code, byte[] payload) {
        this.code = code;
        this.payload = payload;
    }

    int code() {
        return code;
    }

    byte[] payload() {
        return payload;
    }
}
