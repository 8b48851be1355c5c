package dev.peerloom.core.rlpx;

/** Where a {@link FrameDecoder} puts what it decoded. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes the body of a frame: message code and payload, decrypted and found genuine.
     *
     * @param body belongs to the sink from now on
     * @param length how many bytes of it, from the first on, are the frame
     * @throws FrameException if it is not acceptable; the decoder then takes nothing more
     */
    void frame(byte[] body, int length) throws FrameException;
}
