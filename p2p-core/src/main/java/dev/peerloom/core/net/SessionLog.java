package dev.peerloom.core.net;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.peer.Disconnects;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.SetupException;
import dev.peerloom.core.wire.LogText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens to connections: a line in the log and, at the end of each, a record. Foreign text is
 * escaped in both. Thread-safe.
 */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.peerloom.peers");
    private static final int MAX_TEXT = 300;
    private static final int SHORT_ID = 16;

    /** Stands for names that have no address. */
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("::");

    private final Disconnects disconnects;
    private final LogLimit limit = new LogLimit();
    private final Consumer<Runnable> later;

    /**
     * A log over records.
     *
     * @param later runs a task when a {@link LogLimit#WINDOW} has passed
     */
    SessionLog(Disconnects disconnects, Consumer<Runnable> later) {
        this.disconnects = disconnects;
        this.later = later;
    }

    void connected(PeerLink link) {
        LOG.info(
                "Connected {} {} {} \"{}\" running {}",
                link.inbound() ? "from" : "to",
                shortId(link.id()),
                address(link.remoteAddress()),
                LogText.escape(link.clientName(), MAX_TEXT),
                link.protocols().stream().map(shared -> shared.capability().toString()).toList());
        var _ = link.gone().thenRun(() -> disconnected(link));
    }

    private void disconnected(PeerLink link) {
        DisconnectRecord record = link.end();
        disconnects.add(record);
        LOG.info(
                "Disconnected {} {} by {} {} {}",
                shortId(link.id()),
                address(link.remoteAddress()),
                closer(record),
                code(record),
                record.detail());
    }

    /** A connection did not become a link. The id is that of a node that we dialled. */
    DisconnectRecord failed(
            boolean inbound, Optional<NodeId> dialled, InetSocketAddress remote, SetupException e) {
        DisconnectRecord record =
                new DisconnectRecord(
                        Instant.now(),
                        inbound,
                        e.phase(),
                        dialled.or(() -> Optional.ofNullable(e.id())),
                        remote,
                        e.closedBy(),
                        e.code(),
                        LogText.escape(LogText.of(e), MAX_TEXT));
        disconnects.add(record);
        InetAddress address = remote.isUnresolved() ? NOWHERE : remote.getAddress();
        LogLimit.Verdict verdict = limit.admit(address);
        write(verdict == LogLimit.Verdict.SUPPRESS ? Level.DEBUG : Level.INFO, record);
        if (verdict == LogLimit.Verdict.WRITE_FIRST) {
            later.accept(() -> limit.closeWindow().ifPresent(LOG::info));
        }
        return record;
    }

    private static void write(Level level, DisconnectRecord record) {
        LOG.atLevel(level)
                .log(
                        "No link {}{} {}: {} by {} {} {}",
                        record.inbound() ? "from" : "to",
                        record.id().map(id -> " " + shortId(id)).orElse(""),
                        address(record.remoteAddress()),
                        record.phase().name().toLowerCase(Locale.ROOT),
                        closer(record),
                        code(record),
                        record.detail());
    }

    private static String closer(DisconnectRecord record) {
        return switch (record.closedBy()) {
            case US -> "us";
            case REMOTE -> "them";
            case NETWORK -> "the network";
        };
    }

    private static String code(DisconnectRecord record) {
        return "0x%02x".formatted(record.code());
    }

    private static String shortId(NodeId id) {
        return id.toString().substring(0, SHORT_ID);
    }

    private static String address(InetSocketAddress address) {
        String host =
                address.isUnresolved()
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        return host + ":" + address.getPort();
    }
}
