package dev.peerloom.cli.rpc;

import java.time.Duration;

/**
 * What one caller may cost.
 *
 * @param body bytes of a request, a batch counting as one
 * @param batch requests in a batch
 * @param depth how deep arrays and objects may be nested
 * @param response bytes of an answer
 * @param connections open at once, for each kind of transport
 * @param inFlight requests of one connection that are being answered; more are not read yet
 * @param total requests of all connections that are being answered; more are answered with an error
 * @param subscriptions of one connection
 * @param buffer events that wait for a subscriber before it is dropped
 * @param running calls of one plugin's methods at once
 * @param call how long a method may take, if it does not say otherwise
 * @param message from a request's first byte to its last
 * @param write until the caller has taken an answer
 * @param idle without a request, for a connection without subscriptions
 */
public record Limits(
        int body,
        int batch,
        int depth,
        int response,
        int connections,
        int inFlight,
        int total,
        int subscriptions,
        int buffer,
        int running,
        Duration call,
        Duration message,
        Duration write,
        Duration idle) {

    /** What {@code peerloom run} uses. */
    public static final Limits DEFAULT =
            new Limits(
                    5 << 20,
                    100,
                    64,
                    16 << 20,
                    64,
                    32,
                    256,
                    16,
                    1024,
                    16,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofHours(1));

    /** These limits with other time limits for messages and writes, and another idle time. */
    public Limits withTimes(
            Duration newCall, Duration newMessage, Duration newWrite, Duration newIdle) {
        return new Limits(
                body,
                batch,
                depth,
                response,
                connections,
                inFlight,
                total,
                subscriptions,
                buffer,
                running,
                newCall,
                newMessage,
                newWrite,
                newIdle);
    }

    /** These limits with other sizes of requests and answers. */
    public Limits withSizes(int newBody, int newResponse) {
        return new Limits(
                newBody,
                batch,
                depth,
                newResponse,
                connections,
                inFlight,
                total,
                subscriptions,
                buffer,
                running,
                call,
                message,
                write,
                idle);
    }

    /** These limits with other counts. */
    public Limits withCounts(
            int newConnections,
            int newInFlight,
            int newSubscriptions,
            int newBuffer,
            int newRunning) {
        return new Limits(
                body,
                batch,
                depth,
                response,
                newConnections,
                newInFlight,
                total,
                newSubscriptions,
                newBuffer,
                newRunning,
                call,
                message,
                write,
                idle);
    }

    /** These limits with another count of requests of all connections. */
    public Limits withTotal(int newTotal) {
        return new Limits(
                body,
                batch,
                depth,
                response,
                connections,
                inFlight,
                newTotal,
                subscriptions,
                buffer,
                running,
                call,
                message,
                write,
                idle);
    }
}
