package dev.peerloom.plugin.shh.rpc;

import dev.peerloom.api.Enode;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.plugin.shh.pool.Miner;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.session.LocalNode;
import dev.peerloom.plugin.shh.session.Sessions;
import dev.peerloom.plugin.shh.wire.BloomFilter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All methods of the plugin, without the prefix {@code shh_}. Any thread may call any method. */
public final class ShhMethods {
    private final LocalNode local;
    private final Sessions sessions;

    private ShhMethods(LocalNode local, Sessions sessions) {
        this.local = local;
        this.sessions = sessions;
    }

    /**
     * The methods.
     *
     * @param local this node
     * @param sessions its peers
     * @param miner finds proofs of work
     * @return by name
     */
    public static Map<String, RpcMethod> of(LocalNode local, Sessions sessions, Miner miner) {
        Keys keys = new Keys();
        Map<String, RpcMethod> all = new LinkedHashMap<>();
        all.putAll(new ShhMethods(local, sessions).methods());
        all.putAll(keys.methods());
        all.putAll(new Filters(local, keys).methods());
        all.put("post", new Post(local, sessions, keys, miner));
        return all;
    }

    private Map<String, RpcMethod> methods() {
        return Map.of(
                "version", this::version,
                "info", this::info,
                "setMinPoW", this::setMinPoW,
                "setMaxMessageSize", this::setMaxMessageSize,
                "setBloomFilter", this::setBloomFilter,
                "makeLightClient", params -> setLight(params, true),
                "cancelLightClient", params -> setLight(params, false),
                "markTrustedPeer", this::markTrustedPeer);
    }

    private Object version(List<Object> params) {
        Json.none(params);
        return "6.0";
    }

    private Object info(List<Object> params) {
        Json.none(params);
        Requirements requirements = local.requirements();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("memory", local.pool().bytes());
        info.put("messages", local.pool().count());
        info.put("minPow", requirements.minPow());
        info.put("maxMessageSize", requirements.maxMessageSize());
        return info;
    }

    private Object setMinPoW(List<Object> params) {
        local.setMinPow(Json.number("the PoW", Json.only(params)));
        return true;
    }

    private Object setMaxMessageSize(List<Object> params) {
        long bytes = Json.uint32("the size", Json.only(params));
        local.setMaxMessageSize((int) Math.min(bytes, Integer.MAX_VALUE));
        return true;
    }

    private Object setBloomFilter(List<Object> params) {
        local.setBloom(BloomFilter.of(Json.bytes("the bloom filter", Json.only(params))));
        return true;
    }

    private Object setLight(List<Object> params, boolean light) {
        Json.none(params);
        local.setLight(light);
        return true;
    }

    private Object markTrustedPeer(List<Object> params) {
        sessions.of(Enode.parse(Json.text("the enode", Json.only(params))).id()).trust();
        return true;
    }
}
