package dev.peerloom.api;

import java.util.Map;

/**
 * Extension point: one subprotocol in one version. A complete one, which answers every message with
 * the same message:
 *
 * <pre>{@code
 * package org.example.echo;
 *
 * import dev.peerloom.api.Message;
 * import dev.peerloom.api.MessageChannel;
 * import dev.peerloom.api.Peer;
 * import dev.peerloom.api.Protocol;
 *
 * public final class Echo implements Protocol {
 *     @Override
 *     public String name() {
 *         return "echo";
 *     }
 *
 *     @Override
 *     public int version() {
 *         return 1;
 *     }
 *
 *     @Override
 *     public int length() {
 *         return 1;
 *     }
 *
 *     @Override
 *     public void run(Peer peer, MessageChannel channel) throws Exception {
 *         while (true) {
 *             Message message = channel.read(); // ends with EOFException once the link closes
 *             channel.write(message.code(), message.payload());
 *         }
 *     }
 * }
 * }</pre>
 *
 * and its {@code module-info.java}:
 *
 * <pre>{@code
 * module org.example.echo {
 *     requires dev.peerloom.api;
 *
 *     provides dev.peerloom.api.Protocol with
 *             org.example.echo.Echo;
 * }
 * }</pre>
 *
 * <p><b>One instance serves all peers at once.</b> It is made once per start of its plugin, by its
 * public constructor without parameters or by a {@link NodeService}, so it keeps no per-peer
 * fields: what belongs to one peer lives in the local variables of {@link #run}. Several versions
 * of a subprotocol are several protocols of the same name; each peer gets the highest version that
 * both sides have (RLPx, section "Message ID-based Multiplexing").
 *
 * <p>{@link #name()}, {@link #version()}, {@link #length()} and {@link #maxPayload()} are read
 * once, before the protocol is offered to peers. A value outside its range fails the plugin; so
 * does a name and version that another plugin offers already, and the error names both owners.
 */
public interface Protocol {
    /**
     * The name of the subprotocol.
     *
     * @return 1 to 8 printable ASCII characters other than space, case-sensitive, as in {@code
     *     "eth"}
     */
    String name();

    /**
     * The version of the subprotocol.
     *
     * @return 0 to 255
     */
    int version();

    /**
     * The number of message codes of this version: its messages have the codes 0 to {@code length()
     * - 1}. Both sides must agree upon it, or every protocol that follows in the alphabet gets the
     * wrong messages.
     *
     * @return 1 to 65536; together with the other protocols preferably so few that all codes stay
     *     below 0x80, as some peers read the code as one byte
     */
    int length();

    /**
     * The largest legal payload, both ways. A larger one that arrives closes the link for breach of
     * protocol (0x02), and its declared size is checked before anything is decompressed; a larger
     * one that is written is refused (see {@link MessageChannel#write}).
     *
     * @return bytes before compression, 0 to 0xFFFFFF; if not overridden, 0xFFFFFF, the most that
     *     the wire can carry
     */
    default int maxPayload() {
        return 0xFFFFFF;
    }

    /**
     * Speaks the protocol with one peer, from the moment the link is up. Called in a virtual thread
     * of its own for each peer; it may block as it likes.
     *
     * <p><b>Its end closes the whole link</b>, for all protocols on it. To leave a peer to the
     * other protocols, go on reading and discard what comes. The link is closed with the reason
     * ({@link DisconnectReason}) that the end gives:
     *
     * <ul>
     *   <li>normal return: CLIENT_QUITTING (0x08);
     *   <li>a {@link DisconnectException} anywhere in the cause chain of what is thrown: its
     *       reason;
     *   <li>an {@link dev.peerloom.api.rlp.RlpException}: BREACH_OF_PROTOCOL (0x02), for the peer
     *       sent it;
     *   <li>end of stream or an interrupt after closing had begun: nothing, the link is closing
     *       already;
     *   <li>anything else, Errors included: SUBPROTOCOL_ERROR (0x10).
     * </ul>
     *
     * <p>The first cause wins: if several protocols end, or the peer disconnects meanwhile, what
     * came first is what is sent and reported.
     *
     * <p><b>Closing in order</b>, when the plugin is unloaded or the node stops, has two steps.
     * First {@link MessageChannel#read()} ends with EOFException (after what was queued), while
     * writes still go out, until every {@code run()} has returned or 5&nbsp;s have passed; then the
     * peer is sent 0x08. So a goodbye message is one line at the end of {@code run()}. No thread is
     * interrupted before that grace has ended, because an interrupt in a {@link
     * java.nio.channels.FileChannel} closes it for everyone; a thread that still goes on 5&nbsp;s
     * after its interrupt is reported, with its stack, as the plugin's fault.
     *
     * <p>No {@code run()} for a {@link NodeId} starts before all those of its earlier link have
     * returned or been reported.
     *
     * @param peer the peer, the same object for every protocol on the link
     * @param channel the messages of this protocol with that peer; closed for every thread once
     *     this method has returned
     * @throws Exception to close the link, as said above
     */
    void run(Peer peer, MessageChannel channel) throws Exception;

    /**
     * What {@code admin_nodeInfo} shows of this protocol. Called from any thread, must not block;
     * if it throws, the failure is logged under the plugin's name and shown in place of the result.
     *
     * @return a tree of maps (with keys that are strings), lists, strings, numbers and booleans
     */
    default Map<String, ?> nodeInfo() {
        return Map.of();
    }

    /**
     * What {@code admin_peers} shows of this protocol with one peer. Called from any thread, must
     * not block; if it throws, the failure is logged under the plugin's name and shown in place of
     * the result.
     *
     * @param peer a peer with which {@link #run} goes on, or has just ended
     * @return a tree of maps (with keys that are strings), lists, strings, numbers and booleans
     */
    default Map<String, ?> peerInfo(Peer peer) {
        return Map.of();
    }
}
