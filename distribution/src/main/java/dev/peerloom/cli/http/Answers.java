package dev.peerloom.cli.http;

import dev.peerloom.cli.Brand;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Runner;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;

/**
 * What the node can be asked over HTTP. Thread-safe.
 *
 * @param brand who the node says it is, on its page
 * @param dispatcher answers JSON-RPC
 * @param runner runs what is no JSON-RPC, within a time limit
 * @param metrics the metrics as they are now, in Prometheus' format, with what plugins expose: code
 *     of theirs, which may hang
 * @param readiness whether the node takes connections and its event loops answer
 */
public record Answers(
        Brand brand,
        Dispatcher dispatcher,
        Runner runner,
        Callable<byte[]> metrics,
        Callable<Boolean> readiness) {

    Limits limits() {
        return dispatcher.limits();
    }

    byte[] metricsText() throws Exception {
        return (byte[]) inTime("http metrics", metrics::call);
    }

    boolean ready() throws Exception {
        return (Boolean) inTime("http health", readiness::call);
    }

    /** So many at once and so long, as if they were a plugin's. */
    private Object inTime(String group, Callable<@Nullable Object> code) throws Exception {
        Object result =
                runner.run(Method.of(group, (_, _) -> true), code, dispatcher.limits().call());
        if (result == null) {
            throw new IllegalStateException(group + " has no answer");
        }
        return result;
    }
}
