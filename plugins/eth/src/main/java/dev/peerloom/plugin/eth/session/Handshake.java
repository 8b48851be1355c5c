package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.plugin.eth.fork.ForkSchedule.Verdict;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.Status;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The exchange of Status: each side sends its own first, then reads the other's. */
final class Handshake {
    private Handshake() {}

    /** Returns the blocks that the peer has; DisconnectException if we have no business with it. */
    static BlockRange exchange(
            LocalNode local, EthVersion version, MessageChannel channel, Duration timeout)
            throws IOException, InterruptedException {
        channel.write(EthCode.STATUS, local.status(version).encode());
        Message first;
        try {
            first = channel.read(timeout);
        } catch (TimeoutException e) {
            throw closed(
                    DisconnectReason.PING_TIMEOUT,
                    "no eth status within " + timeout.toMillis() + " ms",
                    e);
        }
        if (first.code() != EthCode.STATUS) {
            throw breach("the first eth message has code " + first.code() + " instead of status");
        }
        Status remote = Status.decode(first.payload());
        check(local, version, remote);
        return remote.range();
    }

    private static void check(LocalNode local, EthVersion version, Status remote)
            throws DisconnectException {
        if (remote.networkId() != local.networkId()) {
            throw stranger(
                    "network id "
                            + Long.toUnsignedString(remote.networkId())
                            + ", ours is "
                            + Long.toUnsignedString(local.networkId()));
        }
        if (remote.version() != version.number()) {
            throw breach(
                    "eth status of version "
                            + Long.toUnsignedString(remote.version())
                            + " on eth/"
                            + version.number());
        }
        if (!remote.genesis().equals(local.chain().genesisHash())) {
            throw stranger(
                    "genesis " + remote.genesis() + ", ours is " + local.chain().genesisHash());
        }
        Verdict verdict = local.judge(remote.forkId());
        if (verdict != Verdict.COMPATIBLE) {
            throw stranger(
                    "fork id "
                            + remote.forkId()
                            + " against ours, "
                            + local.forkId()
                            + (verdict == Verdict.REMOTE_STALE
                                    ? ": the peer lacks a fork"
                                    : ": the chains differ"));
        }
        if (!remote.range().isPossible()) {
            throw breach("eth status with an impossible block range, " + remote.range());
        }
    }

    /** A peer that did nothing wrong, but is of another chain. */
    private static DisconnectException stranger(String what) {
        return new DisconnectException(DisconnectReason.USELESS_PEER, "eth peer has " + what);
    }

    static DisconnectException breach(String what) {
        return new DisconnectException(DisconnectReason.SUBPROTOCOL_ERROR, what);
    }

    private static DisconnectException closed(
            DisconnectReason reason, String detail, Throwable cause) {
        DisconnectException closed = new DisconnectException(reason, detail);
        closed.initCause(cause);
        return closed;
    }
}
