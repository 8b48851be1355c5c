package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeStatistics.Ended;
import dev.peerloom.core.NodeStatistics.ProtocolLoad;
import dev.peerloom.core.NodeStatistics.Sessions;
import dev.peerloom.core.NodeStatistics.Started;
import dev.peerloom.core.NodeStatistics.Traffic;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What all links of a node count. Thread-safe. */
public final class Meters {
    /** A protocol may come back with another length: then it counts on beside its former self. */
    private record MeterKey(Capability capability, int length) {}

    private record EndKey(boolean inbound, Phase phase, Closer closedBy, DisconnectReason reason) {}

    private record SessionKey(boolean inbound, Phase phase) {}

    private final Map<MeterKey, ProtocolMeter> protocols = new ConcurrentHashMap<>();
    private final Map<EndKey, LongAdder> ends = new ConcurrentHashMap<>();
    private final Map<SessionKey, LongAdder> sessions = new ConcurrentHashMap<>();
    private final LongAdder startedInbound = new LongAdder();
    private final LongAdder startedOutbound = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();

    ProtocolMeter of(OfferedProtocol protocol) {
        return protocols.computeIfAbsent(
                new MeterKey(protocol.capability(), protocol.length()),
                key -> new ProtocolMeter(key.length()));
    }

    void read(int bytes) {
        bytesRead.add(bytes);
    }

    void written(int bytes) {
        bytesWritten.add(bytes);
    }

    /** Counts a session until it is closed. */
    public Session begin(boolean inbound, Phase phase) {
        return new Session(inbound, phase);
    }

    /** One session's way through the phases. Owned by one thread at a time. */
    public final class Session implements AutoCloseable {
        private final boolean inbound;
        private Phase phase;

        private Session(boolean inbound, Phase phase) {
            this.inbound = inbound;
            this.phase = phase;
            enter();
        }

        private void enter() {
            session(inbound, phase).increment();
            if (phase == Phase.RUNNING) {
                (inbound ? startedInbound : startedOutbound).increment();
            }
        }

        void reached(Phase next) {
            close();
            phase = next;
            enter();
        }

        @Override
        public void close() {
            session(inbound, phase).decrement();
        }
    }

    private LongAdder session(boolean inbound, Phase phase) {
        return sessions.computeIfAbsent(new SessionKey(inbound, phase), key -> new LongAdder());
    }

    /** A session has ended, or failed. Numbers that peers made up count as one reason. */
    void ended(DisconnectRecord record) {
        EndKey key =
                new EndKey(record.inbound(), record.phase(), record.closedBy(), record.reason());
        ends.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    /** Bytes read from sockets of peers. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Bytes given to sockets of peers. */
    public long bytesWritten() {
        return bytesWritten.sum();
    }

    /** The sessions that there are now. */
    public List<Sessions> sessions() {
        List<Sessions> all = new ArrayList<>();
        sessions.forEach(
                (key, count) ->
                        all.add(new Sessions(key.inbound(), key.phase(), count.intValue())));
        all.removeIf(sessions -> sessions.count() <= 0);
        all.sort(Comparator.comparing(Sessions::phase).thenComparing(Sessions::inbound));
        return all;
    }

    /** The sessions that were started, of both directions. */
    public List<Started> started() {
        return List.of(
                new Started(false, startedOutbound.sum()), new Started(true, startedInbound.sum()));
    }

    /** The sessions that ended or failed. */
    public List<Ended> ended() {
        List<Ended> all = new ArrayList<>();
        ends.forEach(
                (key, count) ->
                        all.add(
                                new Ended(
                                        key.inbound(),
                                        key.phase(),
                                        key.closedBy(),
                                        key.reason(),
                                        count.sum())));
        all.sort(
                Comparator.comparing(Ended::phase)
                        .thenComparing(Ended::inbound)
                        .thenComparing(Ended::closedBy)
                        .thenComparing(Ended::reason));
        return all;
    }

    /** The messages that passed. */
    public List<Traffic> traffic() {
        Map<String, Traffic> sums = new TreeMap<>();
        protocols.forEach(
                (key, meter) -> meter.traffic(key.capability()).forEach(part -> addTo(sums, part)));
        return sums.values().stream()
                .sorted(
                        Comparator.comparing(Traffic::capability)
                                .thenComparingInt(Traffic::code)
                                .thenComparing(Traffic::inbound))
                .toList();
    }

    private static void addTo(Map<String, Traffic> sums, Traffic part) {
        String key = part.capability() + " " + part.code() + " " + part.inbound();
        sums.merge(
                key,
                part,
                (a, b) ->
                        new Traffic(
                                a.capability(),
                                a.code(),
                                a.inbound(),
                                a.messages() + b.messages(),
                                a.bytes() + b.bytes()));
    }

    /** What each offered protocol does, and each that is gone but runs still. */
    public List<ProtocolLoad> loads(
            Collection<OfferedProtocol> offered, Collection<PeerLink> links) {
        Map<Capability, String> owners =
                offered.stream()
                        .collect(
                                Collectors.toMap(
                                        OfferedProtocol::capability, OfferedProtocol::owner));
        Map<Capability, List<InboxLoad>> inboxes =
                links.stream()
                        .flatMap(link -> link.inboxLoads().stream())
                        .peek(load -> owners.putIfAbsent(load.capability(), load.owner()))
                        .collect(Collectors.groupingBy(InboxLoad::capability));
        Map<Capability, Duration> busy =
                protocols.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().capability(),
                                        entry -> entry.getValue().busy(),
                                        Duration::plus));
        return new TreeMap<>(owners)
                .entrySet().stream()
                        .map(
                                entry ->
                                        load(
                                                entry.getKey(),
                                                entry.getValue(),
                                                inboxes.getOrDefault(entry.getKey(), List.of()),
                                                busy.getOrDefault(entry.getKey(), Duration.ZERO)))
                        .toList();
    }

    private static ProtocolLoad load(
            Capability capability, String owner, List<InboxLoad> inboxes, Duration busy) {
        return new ProtocolLoad(
                capability,
                owner,
                inboxes.size(),
                inboxes.stream().mapToLong(InboxLoad::messages).sum(),
                inboxes.stream().mapToLong(InboxLoad::bytes).sum(),
                (int) inboxes.stream().filter(InboxLoad::full).count(),
                busy);
    }

    /** How full one inbox is. */
    record InboxLoad(SharedProtocol protocol, int messages, long bytes, boolean full) {
        Capability capability() {
            return protocol.capability();
        }

        String owner() {
            return protocol.offered().owner();
        }
    }
}
