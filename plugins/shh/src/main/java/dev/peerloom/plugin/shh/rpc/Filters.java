package dev.peerloom.plugin.shh.rpc;

import dev.peerloom.api.RpcMethod;
import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.filter.Criteria;
import dev.peerloom.plugin.shh.filter.FilterKey;
import dev.peerloom.plugin.shh.filter.ReceivedMessage;
import dev.peerloom.plugin.shh.session.LocalNode;
import dev.peerloom.plugin.shh.wire.Envelope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods about filters. Any thread may call any method. */
final class Filters {
    private final LocalNode local;
    private final Keys keys;

    Filters(LocalNode local, Keys keys) {
        this.local = local;
        this.keys = keys;
    }

    static IllegalArgumentException eitherKey() {
        return new IllegalArgumentException("specify either a symmetric or an asymmetric key");
    }

    Map<String, RpcMethod> methods() {
        return Map.of(
                "newMessageFilter", this::newMessageFilter,
                "getFilterMessages", this::getFilterMessages,
                "deleteMessageFilter", this::deleteMessageFilter);
    }

    private Object newMessageFilter(List<Object> params) {
        Fields fields = Fields.of(params);
        byte[] signer = fields.bytes("sig");
        return local.addFilter(
                new Criteria(
                        key(fields.text("symKeyID"), fields.text("privateKeyID")),
                        signer.length == 0 ? Optional.empty() : Optional.of(parse(signer)),
                        Set.copyOf(fields.topics("topics")),
                        fields.number("minPow"),
                        fields.bool("allowP2P")));
    }

    private FilterKey key(String symmetric, String pair) {
        if (symmetric.isEmpty() == pair.isEmpty()) {
            throw eitherKey();
        }
        return symmetric.isEmpty()
                ? new FilterKey.Asymmetric(keys.pair(pair))
                : new FilterKey.Symmetric(keys.symmetric(symmetric));
    }

    private static PublicKey parse(byte[] signer) {
        try {
            return PublicKey.parse(signer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid signing public key", e);
        }
    }

    private Object getFilterMessages(List<Object> params) {
        String id = Json.text("the id", Json.only(params));
        return local.filters().take(id, local.now()).stream().map(Filters::tree).toList();
    }

    private Object deleteMessageFilter(List<Object> params) {
        local.removeFilter(Json.text("the id", Json.only(params)));
        return true;
    }

    private static Map<String, Object> tree(ReceivedMessage message) {
        Envelope envelope = message.checked().envelope();
        Map<String, Object> tree = new LinkedHashMap<>();
        message.message().signer().ifPresent(key -> tree.put("sig", Json.hex(key.toBytes())));
        tree.put("ttl", envelope.ttl());
        tree.put("timestamp", envelope.expiry() - envelope.ttl());
        tree.put("topic", envelope.topic().toString());
        tree.put("payload", Json.hex(message.message().payload()));
        tree.put("padding", Json.hex(message.message().padding()));
        tree.put("pow", message.checked().pow());
        tree.put("hash", message.checked().hash().toString());
        message.recipient()
                .ifPresent(key -> tree.put("recipientPublicKey", Json.hex(key.toBytes())));
        return tree;
    }
}
