package dev.peerloom.core.net;

import dev.peerloom.core.peer.CloseCause;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.SetupException;
import dev.peerloom.core.wire.LogText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;

/** One line for each thing that happens to a connection; foreign text escaped. */
final class SetupLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.peerloom.peers");
    private static final int MAX_TEXT = 300;
    private static final int SHORT_ID = 16;

    void connected(PeerLink link) {
        LOG.info(
                "Connected {} {} {} \"{}\" running {}",
                link.inbound() ? "from" : "to",
                shortId(link),
                address(link.remoteAddress()),
                LogText.escape(link.clientName(), MAX_TEXT),
                link.protocols().stream().map(shared -> shared.capability().toString()).toList());
        var _ = link.gone().thenRun(() -> disconnected(link));
    }

    private void disconnected(PeerLink link) {
        CloseCause cause = link.closeCause();
        if (cause != null) {
            LOG.info(
                    "Disconnected {} {} by {} 0x{} {}",
                    shortId(link),
                    address(link.remoteAddress()),
                    cause.byRemote() ? "them" : "us",
                    "%02x".formatted(cause.code()),
                    LogText.escape(cause.detail(), MAX_TEXT));
        }
    }

    void failed(String direction, InetSocketAddress remote, SetupException why) {
        LOG.info(
                "No link {} {}: {} 0x{} {}",
                direction,
                address(remote),
                why.phase().name().toLowerCase(java.util.Locale.ROOT),
                "%02x".formatted(why.code()),
                LogText.escape(String.valueOf(why.getMessage()), MAX_TEXT));
    }

    private static String shortId(PeerLink link) {
        return link.id().toString().substring(0, SHORT_ID);
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
