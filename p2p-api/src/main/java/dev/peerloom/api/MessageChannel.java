package dev.peerloom.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * The messages of one protocol with one peer, handed to {@link Protocol#run}. Every method may be
 * called from any thread; after {@code run()} has returned, the channel is closed for every thread.
 *
 * <p><b>Back-pressure.</b> What has arrived and is not read waits in an inbox of bounded size. A
 * full inbox stops reading of the whole link, so the other protocols on it wait as well; not
 * reading for a set time while messages wait disconnects the peer, naming the protocol. (That the
 * peer is dropped when nothing arrives for 30&nbsp;s does not count while this node itself has
 * stopped reading.) In the other direction {@link #write} blocks while the link is full, and a peer
 * that takes nothing for 20&nbsp;s is dropped.
 *
 * <p><b>A deadlock to avoid.</b> Answering in the reading thread, while the other side does the
 * same and both have filled the link, leaves both waiting to write and no one reading. The write
 * limit ends it by closing the link. Bound the number of requests under way, or answer from a
 * second thread, or use {@link #tryWrite} where an answer may be dropped.
 */
public interface MessageChannel {
    /**
     * The protocol and version that both sides have agreed upon.
     *
     * @return name and version of the {@link Protocol}
     */
    Capability capability();

    /**
     * Reads the next message, waiting for it as long as it takes. Messages come in the order of
     * arrival; each goes to one reader, if several threads read. The payload belongs to the reader,
     * may have length 0, and is not checked to be RLP.
     *
     * <p>What is queued when the link closes comes before the EOFException. A payload whose Snappy
     * compression is corrupt closes the link for breach of protocol (0x02), and this method then
     * ends like at any other close.
     *
     * @return the message
     * @throws java.io.EOFException once the link is closing and the queue is empty; never a {@link
     *     DisconnectException}
     * @throws IOException in no other case at present
     * @throws InterruptedException if the thread was interrupted while it waited, or before it had
     *     to; no message is lost by it
     */
    Message read() throws IOException, InterruptedException;

    /**
     * Reads the next message like {@link #read()}, waiting no longer than a given time. For an
     * answer that may not come; a loop that waits for whatever comes next is cheaper with {@link
     * #read()}, because a timer costs about as much as receiving a small message.
     *
     * @param timeout how long to wait; zero or less takes a message only if one is there
     * @return the message
     * @throws TimeoutException if none came in time; the channel is as before
     * @throws java.io.EOFException once the link is closing and the queue is empty
     * @throws IOException in no other case at present
     * @throws InterruptedException if the thread was interrupted while it waited, or before it had
     *     to; no message is lost by it
     */
    Message read(Duration timeout) throws IOException, InterruptedException, TimeoutException;

    /**
     * Sends a message, blocking while the link is full. Returns when it is queued, which does not
     * mean that the peer has it; the array may be reused then. Messages of one thread go out in
     * their order. A message goes out whole or not at all, also when the thread is interrupted.
     *
     * <p>A message that breaks the limits is the caller's mistake: not a byte of it is sent, and
     * the link stays.
     *
     * @param code 0 to {@code length() - 1} of the {@link Protocol}; IllegalArgumentException
     *     otherwise
     * @param payload the body, possibly empty, of at most {@link Protocol#maxPayload()} and {@link
     *     Message#MAX_PAYLOAD} bytes, whichever is less; IllegalArgumentException if larger
     * @throws java.io.EOFException if the channel is closed
     * @throws IOException in no other case at present
     * @throws InterruptedException if the thread was interrupted, before or while it waited;
     *     nothing was sent
     */
    void write(int code, byte[] payload) throws IOException, InterruptedException;

    /**
     * Sends a message if that is possible without waiting; never blocks. For what may be dropped,
     * such as announcements.
     *
     * @param code as for {@link #write}, IllegalArgumentException included
     * @param payload as for {@link #write}, IllegalArgumentException included
     * @return true if the message is queued; false if the link is full or closed, and nothing was
     *     sent
     */
    boolean tryWrite(int code, byte[] payload);
}
