package dev.peerloom.plugin.eth;

import dev.peerloom.plugin.eth.session.EthCounters;
import dev.peerloom.plugin.eth.session.LocalNode;
import dev.peerloom.plugin.eth.session.Sessions;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What the protocols of all versions share. Any thread may call any method. */
final class EthNode {
    private final LocalNode local;
    private final Map<String, ?> config;
    private final Sessions sessions = new Sessions();
    private final EthCounters counters = new EthCounters();
    private volatile boolean ready;

    /** Not ready yet; {@code config} is the genesis file's, or empty. */
    EthNode(LocalNode local, Map<String, ?> config) {
        this.local = local;
        this.config = config;
    }

    LocalNode local() {
        return local;
    }

    Sessions sessions() {
        return sessions;
    }

    EthCounters counters() {
        return counters;
    }

    boolean isReady() {
        return ready;
    }

    /** From now on peers are served; those that are here already learn of a longer chain. */
    void publish() {
        ready = true;
        sessions.announce(local.range());
    }

    /** {@code eth_chainId}, which client libraries ask before anything else. */
    Object chainId(List<Object> params) {
        if (!params.isEmpty()) {
            throw new IllegalArgumentException("no params are expected");
        }
        return chainId();
    }

    /** The chain that transactions are signed for: the genesis file's, else that of the network. */
    private String chainId() {
        Object given = config.get("chainId");
        return given instanceof Number number
                ? "0x" + new BigInteger(number.toString()).toString(16)
                : "0x" + Long.toHexString(local.networkId());
    }

    /** go-ethereum's names. */
    Map<String, ?> info() {
        return Map.of(
                "network", local.networkId(),
                "genesis", local.chain().genesisHash().toString(),
                "head", local.chain().head().hash().toString(),
                "config", config);
    }
}
