package dev.peerloom.plugin.shh.rpc;

import dev.peerloom.api.RpcMethod;
import dev.peerloom.plugin.shh.crypto.PrivateKey;
import dev.peerloom.plugin.shh.crypto.SymmetricKey;
import dev.peerloom.plugin.shh.filter.KeyStore;

import java.util.List;
import java.util.Map;

/** The methods about keys, and the keys. Any thread may call any method. */
final class Keys {
    private final KeyStore<PrivateKey> pairs = new KeyStore<>("key pair");
    private final KeyStore<SymmetricKey> symmetric = new KeyStore<>("symmetric key");

    PrivateKey pair(String id) {
        return pairs.get(id);
    }

    SymmetricKey symmetric(String id) {
        return symmetric.get(id);
    }

    Map<String, RpcMethod> methods() {
        return Map.ofEntries(
                Map.entry("newKeyPair", this::newKeyPair),
                Map.entry("addPrivateKey", this::addPrivateKey),
                Map.entry("deleteKeyPair", this::deleteKeyPair),
                Map.entry("hasKeyPair", params -> pairs.has(id(params))),
                Map.entry("getPublicKey", this::getPublicKey),
                Map.entry("getPrivateKey", params -> Json.hex(pairs.get(id(params)).toBytes())),
                Map.entry("newSymKey", this::newSymKey),
                Map.entry("addSymKey", this::addSymKey),
                Map.entry("generateSymKeyFromPassword", this::generateSymKeyFromPassword),
                Map.entry("hasSymKey", params -> symmetric.has(id(params))),
                Map.entry("getSymKey", params -> Json.hex(symmetric.get(id(params)).toBytes())),
                Map.entry("deleteSymKey", params -> symmetric.delete(id(params))));
    }

    private static String id(List<Object> params) {
        return Json.text("the id", Json.only(params));
    }

    private Object newKeyPair(List<Object> params) {
        Json.none(params);
        return pairs.add(PrivateKey.generate());
    }

    private Object addPrivateKey(List<Object> params) {
        return pairs.add(PrivateKey.of(Json.bytes("the private key", Json.only(params))));
    }

    private Object deleteKeyPair(List<Object> params) {
        if (!pairs.delete(id(params))) {
            throw new IllegalArgumentException("key pair not found");
        }
        return true;
    }

    private Object getPublicKey(List<Object> params) {
        return Json.hex(pairs.get(id(params)).publicKey().toBytes());
    }

    private Object newSymKey(List<Object> params) {
        Json.none(params);
        return symmetric.add(SymmetricKey.generate());
    }

    private Object addSymKey(List<Object> params) {
        return symmetric.add(SymmetricKey.of(Json.bytes("the key", Json.only(params))));
    }

    private Object generateSymKeyFromPassword(List<Object> params) {
        String password = Json.text("the password", Json.only(params));
        return symmetric.add(SymmetricKey.ofPassword(password));
    }
}
