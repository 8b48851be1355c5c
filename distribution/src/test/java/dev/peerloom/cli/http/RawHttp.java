package dev.peerloom.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection, written by hand, so that any byte of it can be wrong. Used by one thread. */
final class RawHttp implements AutoCloseable {
    /** What a shared machine may need at its worst; tests do not depend on it. */
    private static final int LIMIT_MILLIS = 60_000;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final InputStream in;
    private final int port;

    /** An answer. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** A frame of a WebSocket. */
    record Frame(int opCode, String text) {}

    RawHttp(int port) throws IOException {
        this(port, 0);
    }

    /** With a small receive buffer, what is not read fills up soon. */
    RawHttp(int port, int receiveBuffer) throws IOException {
        this.port = port;
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LIMIT_MILLIS);
        in = socket.getInputStream();
    }

    int port() {
        return port;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a request and takes its answer. */
    Answer ask(String line, String headers, String body) throws IOException {
        send(request(line, "Host: 127.0.0.1:" + port + "\r\n" + headers, body));
        return answer();
    }

    /** Calls by JSON-RPC. */
    Answer post(String body) throws IOException {
        return ask("POST / HTTP/1.1", "Content-Type: application/json\r\n", body);
    }

    static String request(String line, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String size = line.startsWith("POST") ? "Content-Length: " + length + "\r\n" : "";
        return line + "\r\n" + headers + size + "\r\n" + (size.isEmpty() ? "" : body);
    }

    Answer answer() throws IOException {
        String status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = headers.containsKey("transfer-encoding") ? chunks() : in.readNBytes(length);
        return new Answer(
                Integer.parseInt(status.split(" ", 3)[1]),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().strip(), 16);
            all.writeBytes(in.readNBytes(size));
            line();
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed after: " + line);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Sends the same bytes again and again until the other end has closed. */
    void dripUntilClosed(String bytes) throws IOException {
        socket.setSoTimeout(20);
        boolean open = true;
        while (open) {
            try {
                send(bytes);
                open = in.read() >= 0;
            } catch (SocketTimeoutException e) {
                open = true; // nothing was said, so on it goes
            } catch (SocketException e) {
                open = false;
            }
        }
    }

    /** Reads until the other end has closed; how many bytes came. */
    long drain() throws IOException {
        long count = 0;
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count += n;
            }
        } catch (SocketException e) {
            return count; // a reset is an end too
        }
        return count;
    }

    /** Becomes a WebSocket. */
    Answer upgrade(String path, String headers) throws IOException {
        return ask(
                "GET " + path + " HTTP/1.1",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + headers,
                "");
    }

    void text(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a masked frame, as clients must. */
    void frame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        send(frame.toByteArray());
    }

    Frame frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the WebSocket was closed");
        }
        long length = in.read();
        int more = length == 127 ? 8 : length == 126 ? 2 : 0;
        if (more > 0) {
            length = 0;
            for (byte b : in.readNBytes(more)) {
                length = (length << 8) | (b & 0xFF);
            }
        }
        byte[] payload = in.readNBytes((int) length);
        return new Frame(first & 0x0F, new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
