package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The positional parameters of a call. Immutable. */
public final class Params {
    private final List<JsonNode> values;

    /** The parameters in their order. */
    public Params(List<JsonNode> values) {
        this.values = List.copyOf(values);
    }

    /** Refuses more parameters than a method takes: they would be ignored otherwise. */
    public Params atMost(int count) throws RpcException {
        if (values.size() > count) {
            throw wrong("too many parameters, at most " + count);
        }
        return this;
    }

    /** A parameter that must be there and be a string. */
    public String string(int index, String what) throws RpcException {
        return optionalString(index, what)
                .orElseThrow(() -> wrong("parameter %d is missing: %s".formatted(index, what)));
    }

    /** A parameter that may be left out or null, and otherwise is a string. */
    public Optional<String> optionalString(int index, String what) throws RpcException {
        Optional<JsonNode> value = value(index);
        if (value.isPresent() && !value.get().isString()) {
            throw wrong("parameter %d must be a string: %s".formatted(index, what));
        }
        return value.map(JsonNode::stringValue);
    }

    /** A parameter that may be left out or null, and otherwise is a whole number in a range. */
    public int integer(int index, String what, int smallest, int largest, int fallback)
            throws RpcException {
        Optional<JsonNode> value = value(index);
        if (value.isEmpty()) {
            return fallback;
        }
        JsonNode node = value.get();
        boolean whole = node.isIntegralNumber() && node.canConvertToInt();
        if (!whole || node.intValue() < smallest || node.intValue() > largest) {
            throw wrong(
                    "parameter %d must be a whole number from %d to %d: %s"
                            .formatted(index, smallest, largest, what));
        }
        return node.intValue();
    }

    /** A parameter that may be left out or null, and otherwise is true or false. */
    public boolean flag(int index, String what) throws RpcException {
        Optional<JsonNode> value = value(index);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrong("parameter %d must be true or false: %s".formatted(index, what));
        }
        return value.isPresent() && value.get().booleanValue();
    }

    /** All but the first. */
    public Params rest() {
        return new Params(values.subList(Math.min(1, values.size()), values.size()));
    }

    /** All of them as Java trees. */
    public List<Object> plain() {
        List<@Nullable Object> plain = new ArrayList<>(values.size());
        values.forEach(value -> plain.add(Json.plain(value)));
        return nullsIncluded(plain);
    }

    /** JSON has null, so a tree of it can contain one. */
    @SuppressWarnings("NullAway") // what takes the list is code of a plugin, which is not checked
    private static List<Object> nullsIncluded(List<@Nullable Object> list) {
        return Collections.unmodifiableList(list);
    }

    private Optional<JsonNode> value(int index) {
        return index < values.size() && !values.get(index).isNull()
                ? Optional.of(values.get(index))
                : Optional.empty();
    }

    private static RpcException wrong(String message) {
        return new RpcException(RpcException.INVALID_PARAMS, message);
    }
}
