package dev.peerloom.plugin.bench;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * {@code bench/1} with one peer. Owned by the thread of the protocol's {@code run}, which reads a
 * message, answers it, and reads the next: while a source is being sent nothing is read.
 */
final class BenchSession {
    /** A list's and a string's header, three length bytes each. */
    private static final int HEADERS = 8;

    static final int MAX_SOURCE_SIZE = Message.MAX_PAYLOAD - HEADERS;

    private final MessageChannel channel;
    private final EchoRun echoes;
    private long sinkMessages;
    private long sinkBytes;

    BenchSession(MessageChannel channel, EchoRun echoes) {
        this.channel = channel;
        this.echoes = echoes;
    }

    /** Ends only by an exception: the link's end, or the peer's mistake. */
    void run() throws IOException, InterruptedException {
        echoes.start();
        while (true) {
            answer(channel.read());
        }
    }

    private void answer(Message message) throws IOException, InterruptedException {
        byte[] payload = message.payload();
        switch (message.code()) {
            case BenchCode.ECHO -> {
                checkData(payload);
                channel.write(BenchCode.ECHO_REPLY, payload);
            }
            case BenchCode.ECHO_REPLY -> {
                checkData(payload);
                echoes.replied(payload);
            }
            case BenchCode.SINK -> {
                checkData(payload);
                sinkMessages++;
                sinkBytes += payload.length;
            }
            case BenchCode.SINK_QUERY -> {
                checkEmpty(payload);
                channel.write(BenchCode.SINK_COUNT, sinkCount());
            }
            case BenchCode.SOURCE_REQUEST -> source(payload);
            case BenchCode.SINK_COUNT -> checkCount(payload);
            case BenchCode.SOURCE -> checkData(payload);
            default ->
                    throw new DisconnectException(
                            DisconnectReason.BREACH_OF_PROTOCOL,
                            "bench/1 has no message " + message.code());
        }
    }

    private byte[] sinkCount() {
        return new RlpWriter()
                .startList()
                .write(sinkMessages)
                .write(sinkBytes)
                .endList()
                .toByteArray();
    }

    private void source(byte[] request) throws IOException, InterruptedException {
        RlpReader reader = new RlpReader(request);
        reader.enterList();
        int count = reader.readInt();
        int size = reader.readInt();
        reader.leaveList();
        reader.end();
        if (size > MAX_SOURCE_SIZE) {
            throw new DisconnectException(
                    DisconnectReason.BREACH_OF_PROTOCOL,
                    "source of " + size + " bytes asked for, at most " + MAX_SOURCE_SIZE);
        }
        SplittableRandom random = new SplittableRandom();
        byte[] payload = RandomData.payload(random, size);
        for (int i = 0; i < count; i++) {
            channel.write(BenchCode.SOURCE, payload);
            RandomData.vary(random, payload, size);
        }
    }

    private static void checkData(byte[] payload) throws RlpException {
        RlpReader reader = new RlpReader(payload);
        reader.enterList();
        reader.readSlice();
        reader.leaveList();
        reader.end();
    }

    private static void checkEmpty(byte[] payload) throws RlpException {
        RlpReader reader = new RlpReader(payload);
        reader.enterList();
        reader.leaveList();
        reader.end();
    }

    private static void checkCount(byte[] payload) throws RlpException {
        RlpReader reader = new RlpReader(payload);
        reader.enterList();
        reader.readLong();
        reader.readLong();
        reader.leaveList();
        reader.end();
    }
}
