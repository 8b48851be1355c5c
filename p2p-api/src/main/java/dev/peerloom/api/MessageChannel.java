package dev.peerloom.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Messages of one protocol with one peer. */
public interface MessageChannel {
    Capability capability();

    Message read() throws IOException, InterruptedException;

    Message read(Duration timeout) throws IOException, InterruptedException, TimeoutException;

    void write(int code, byte[] payload) throws IOException, InterruptedException;

    boolean tryWrite(int code, byte[] payload);
}
