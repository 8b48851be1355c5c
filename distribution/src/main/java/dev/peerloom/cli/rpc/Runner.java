package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Runs the code of a method. */
public interface Runner {
    /**
     * Runs it and waits for its end.
     *
     * @param method whose code it is
     * @param code the code with its parameters
     * @param limit how long it may take
     * @throws RpcException if it takes longer, or too many calls of its group run already
     * @throws Exception what the code throws
     */
    @Nullable Object run(Method method, Callable<@Nullable Object> code, Duration limit)
            throws Exception;
}
