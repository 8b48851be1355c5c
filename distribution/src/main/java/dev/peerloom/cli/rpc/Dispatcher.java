package dev.peerloom.cli.rpc;

import dev.peerloom.cli.Lines;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Answers JSON-RPC 2.0 requests. The bytes of one request or batch in, the bytes of its answer out,
 * or nothing if nothing is to be answered. Thread-safe; whatever comes in, nothing is thrown.
 *
 * @see <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0</a>
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int LONGEST_NAME = 2048;

    private final Methods methods;
    private final Runner runner;
    private final Limits limits;
    private final Json json;
    private final Semaphore places;

    /** Answers with these methods, within these limits. */
    public Dispatcher(Methods methods, Runner runner, Limits limits) {
        this.methods = methods;
        this.runner = runner;
        this.limits = limits;
        this.json = new Json(limits);
        this.places = new Semaphore(limits.total());
    }

    /** The limits that callers are held to. */
    public Limits limits() {
        return limits;
    }

    /** The answer to the bytes of one request or batch; empty for notifications. */
    public Optional<byte[]> answer(byte[] request, Caller caller) {
        JsonNode tree;
        try {
            tree = json.read(request);
        } catch (RpcException e) {
            return Optional.of(error(e));
        }
        if (!places.tryAcquire()) {
            return busy(tree);
        }
        try {
            if (tree.isArray()) {
                return batch(tree, caller);
            }
            long end = System.nanoTime() + limits.call().toNanos();
            return single(tree, caller, end);
        } finally {
            places.release();
        }
    }

    /** Many connections together ask more than one may: nothing of it is run. */
    private Optional<byte[]> busy(JsonNode tree) {
        RpcException problem =
                new RpcException(
                        RpcException.BUSY,
                        "%d requests are being answered already: ask again later"
                                .formatted(limits.total()));
        if (!tree.isArray()) {
            return isNotification(tree)
                    ? Optional.empty()
                    : Optional.of(errorBytes(idOf(tree), problem));
        }
        return Optional.of(error(problem));
    }

    /** An answer that belongs to no request: it could not be read. */
    public byte[] error(RpcException problem) {
        return errorBytes(NullNode.getInstance(), problem);
    }

    private Optional<byte[]> batch(JsonNode requests, Caller caller) {
        if (requests.isEmpty()) {
            return Optional.of(error(invalid("empty batch")));
        }
        if (requests.size() > limits.batch()) {
            return Optional.of(
                    error(invalid("the batch has more than " + limits.batch() + " requests")));
        }
        // One time limit for all of it: a hundred hanging calls are no slower than one.
        long end = System.nanoTime() + limits.call().toNanos();
        BatchAnswer answers = new BatchAnswer(limits.response());
        for (JsonNode request : requests.values()) {
            Optional<byte[]> answer =
                    answers.isFull() ? refuse(request) : single(request, caller, end);
            answer.ifPresent(bytes -> answers.add(bytes, () -> refuse(request)));
        }
        return answers.toBytes();
    }

    /** The rest of a batch whose answer has become too large is not run. */
    private Optional<byte[]> refuse(JsonNode request) {
        return isNotification(request)
                ? Optional.empty()
                : Optional.of(
                        errorBytes(
                                idOf(request),
                                new RpcException(
                                        RpcException.TOO_LARGE,
                                        "the answer is larger than "
                                                + limits.response()
                                                + " bytes")));
    }

    private Optional<byte[]> single(JsonNode request, Caller caller, long end) {
        byte[] answer;
        try {
            String name = check(request);
            Object result = call(name, params(request), caller, end);
            answer = resultBytes(idOf(request), result);
        } catch (RpcException e) {
            answer = errorBytes(idOf(request), e);
        }
        return isNotification(request) ? Optional.empty() : Optional.of(answer);
    }

    private static String check(JsonNode request) throws RpcException {
        JsonNode version = request.path("jsonrpc");
        JsonNode method = request.path("method");
        boolean valid =
                version.isString() && version.stringValue().equals("2.0") && method.isString();
        if (!request.isObject() || !valid || !hasLegalId(request)) {
            throw invalid("invalid request");
        }
        String name = method.stringValue();
        if (name.length() > LONGEST_NAME) {
            throw invalid("the method's name is longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static boolean hasLegalId(JsonNode request) {
        JsonNode id = request.path("id");
        return id.isMissingNode() || id.isString() || id.isNumber() || id.isNull();
    }

    private static JsonNode idOf(JsonNode request) {
        JsonNode id = request.path("id");
        return id.isString() || id.isNumber() ? id : NullNode.getInstance();
    }

    /** Only a request that is legal can be one: what is broken is answered. */
    private static boolean isNotification(JsonNode request) {
        return request.isObject()
                && request.path("id").isMissingNode()
                && request.path("jsonrpc").isString()
                && request.path("jsonrpc").stringValue().equals("2.0")
                && request.path("method").isString();
    }

    private static Params params(JsonNode request) throws RpcException {
        JsonNode params = request.path("params");
        if (params.isMissingNode() || params.isNull()) {
            return new Params(List.of());
        }
        if (!params.isArray()) {
            throw new RpcException(RpcException.INVALID_PARAMS, "the parameters must be an array");
        }
        return new Params(new ArrayList<>(params.values()));
    }

    private @Nullable Object call(String name, Params params, Caller caller, long end)
            throws RpcException {
        try {
            if (name.endsWith("_subscribe")) {
                return subscribe(name, params, caller);
            }
            if (name.endsWith("_unsubscribe")) {
                return unsubscribe(params.atMost(1), caller);
            }
            Method method =
                    methods.find(name)
                            .orElseThrow(
                                    () ->
                                            new RpcException(
                                                    RpcException.NOT_FOUND,
                                                    "the method "
                                                            + name
                                                            + " does not exist/is not available"));
            return json.copy(
                    runner.run(
                            method, () -> method.code().call(params, caller), limit(method, end)));
        } catch (RpcException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new RpcException(RpcException.INVALID_PARAMS, message(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(RpcException.FAILED, "the node is stopping", e);
        } catch (Exception e) {
            LOG.debug("{} failed", Lines.escape(name), e);
            throw new RpcException(RpcException.FAILED, message(e), e);
        }
    }

    /** A method that says how long it takes gets that, also in a batch. */
    private static Duration limit(Method method, long end) {
        return method.limit()
                .orElseGet(() -> Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private static String message(Exception e) {
        Throwable problem =
                e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
    }

    private Object subscribe(String name, Params params, Caller caller) throws RpcException {
        String namespace = Methods.namespace(name);
        String topic = params.string(0, "what to subscribe to");
        Subscriber subscriber =
                caller.subscriber()
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcException.NOT_FOUND,
                                                "notifications not supported"));
        Topic found =
                methods.topic(namespace, topic)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcException.NOT_FOUND,
                                                "no \"%s\" subscription in %s namespace"
                                                        .formatted(topic, namespace)));
        return subscriber.subscribe(namespace, found, params.rest(), caller);
    }

    private static Object unsubscribe(Params params, Caller caller) throws RpcException {
        String id = params.string(0, "the subscription's id");
        if (caller.subscriber().isEmpty() || !caller.subscriber().get().unsubscribe(id)) {
            throw new RpcException(RpcException.FAILED, "subscription not found");
        }
        return true;
    }

    private byte[] resultBytes(JsonNode id, @Nullable Object result) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("result", result);
        try {
            return json.write(answer);
        } catch (RpcException e) {
            return errorBytes(id, e);
        }
    }

    private byte[] errorBytes(JsonNode id, RpcException problem) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", problem.code());
        error.put("message", shorten(problem.text()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("error", error);
        try {
            return json.write(answer);
        } catch (RpcException e) {
            if (id.isNull()) {
                throw new IllegalStateException("an error cannot be written", e);
            }
            // An id as large as an answer may be.
            return errorBytes(NullNode.getInstance(), problem);
        }
    }

    private static String shorten(String message) {
        return message.length() > 1000 ? message.substring(0, 1000) + "..." : message;
    }

    private static RpcException invalid(String message) {
        return new RpcException(RpcException.INVALID_REQUEST, message);
    }
}
