package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;

import java.time.Duration;
import java.util.List;

/**
 * What a node has done since it started, and how it is now. Counts only grow; they go on over the
 * reload of a plugin.
 *
 * @param sessions the sessions that there are now; kinds of which there are none are left out
 * @param started the sessions that came as far as running
 * @param ended those that ended, or failed on the way
 * @param dials how dials ended, by outcome; outcomes that there were none of are left out
 * @param traffic the messages of protocols that passed, by message code
 * @param protocols what each protocol does, in the order of their capabilities
 * @param bytesRead what the links of peers have read from their sockets, in bytes, with frames and
 *     their MACs, from their hellos on
 * @param bytesWritten what the links of peers have given to their sockets, as bytesRead
 * @param loopLags for each event loop how long a task waited for its turn just now; a loop that did
 *     not come to it within a second is shown with that second
 */
public record NodeStatistics(
        List<Sessions> sessions,
        List<Started> started,
        List<Ended> ended,
        List<Dials> dials,
        List<Traffic> traffic,
        List<ProtocolLoad> protocols,
        long bytesRead,
        long bytesWritten,
        List<Duration> loopLags) {

    /** Sessions of one direction in one phase. */
    public record Sessions(boolean inbound, Phase phase, int count) {}

    /** Sessions of one direction whose protocols were started. */
    public record Started(boolean inbound, long count) {}

    /**
     * Sessions that ended alike.
     *
     * @param inbound whether the other side dialled
     * @param phase how far they had come
     * @param closedBy who ended them
     * @param reason the disconnect reason; UNKNOWN for all numbers that have no name
     * @param count how many
     */
    public record Ended(
            boolean inbound, Phase phase, Closer closedBy, DisconnectReason reason, long count) {}

    /** Dials that ended alike. */
    public record Dials(DialOutcome outcome, long count) {}

    /** How a dial ended; go-ethereum tells these apart too. */
    public enum DialOutcome {
        /** In a link. */
        SUCCESS,
        /** There was no connection. */
        CONNECTION,
        /** Addresses or identities that we do not speak with: bans, net-restrict. */
        UNWANTED,
        /** It was ourselves. */
        SELF,
        /** The handshake that makes the keys failed. */
        AUTH,
        /** The exchange of hellos failed, for none of the other reasons. */
        HELLO,
        /** One side has as many peers as it may have. */
        SATURATED,
        /** The two nodes had a link already. */
        KNOWN,
        /** There is no protocol that both speak. */
        USELESS,
        /** It was another node than expected. */
        UNEXPECTED_ID
    }

    /**
     * The messages of one code in one direction.
     *
     * @param capability the protocol
     * @param code the message code, from 0, without the offset
     * @param inbound whether they came in
     * @param messages how many
     * @param bytes their payloads in bytes, before compression
     */
    public record Traffic(
            Capability capability, int code, boolean inbound, long messages, long bytes) {}

    /**
     * What one protocol does.
     *
     * @param capability the protocol
     * @param plugin the plugin that offers it; {@code node} for the program's own
     * @param links the links that it runs on
     * @param waitingMessages messages in all its inboxes that it has not read
     * @param waitingBytes what these hold in memory, in bytes
     * @param fullInboxes the links whose socket is not read because this protocol does not read
     * @param busy time from a message's reading to the next call of {@code read()}, over all links
     *     and since the start: one message in 16 is measured and counted as 16
     */
    public record ProtocolLoad(
            Capability capability,
            String plugin,
            int links,
            long waitingMessages,
            long waitingBytes,
            int fullInboxes,
            Duration busy) {}

    /** Makes the lists immutable. */
    public NodeStatistics {
        sessions = List.copyOf(sessions);
        started = List.copyOf(started);
        ended = List.copyOf(ended);
        dials = List.copyOf(dials);
        traffic = List.copyOf(traffic);
        protocols = List.copyOf(protocols);
        loopLags = List.copyOf(loopLags);
    }
}
