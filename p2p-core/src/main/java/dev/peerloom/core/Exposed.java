package dev.peerloom.core;

import dev.peerloom.api.RpcMethod;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** What plugins expose, by full name. Thread-safe. */
final class Exposed {
    private final Map<String, RpcMethod> methods = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> metrics = new ConcurrentHashMap<>();

    Runnable add(String fullName, RpcMethod method) {
        return register(methods, fullName, method);
    }

    Runnable add(String fullName, DoubleSupplier value) {
        return register(metrics, fullName, value);
    }

    private static <T> Runnable register(Map<String, T> registry, String name, T value) {
        if (registry.putIfAbsent(name, value) != null) {
            throw new IllegalStateException(name + " is exposed already");
        }
        return () -> registry.remove(name, value);
    }

    Object call(String method, List<Object> params) throws Exception {
        RpcMethod target = methods.get(method);
        if (target == null) {
            throw new IllegalArgumentException("there is no method " + method);
        }
        return target.call(params);
    }

    Set<String> methods() {
        return Set.copyOf(methods.keySet());
    }

    Map<String, DoubleSupplier> metrics() {
        return Map.copyOf(new TreeMap<>(metrics));
    }
}
