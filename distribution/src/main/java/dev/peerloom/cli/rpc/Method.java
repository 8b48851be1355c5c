package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * A method that can be called.
 *
 * @param code what it does
 * @param group methods with a group share a number of calls that may run at once: a plugin's id
 * @param limit how long it may take, if not as long as usual
 * @param interrupt whether it may be stopped in the middle when it takes too long
 */
public record Method(
        Code code, Optional<String> group, Optional<Duration> limit, boolean interrupt) {

    /** A method of the node. */
    public static Method of(Code code) {
        return new Method(code, Optional.empty(), Optional.empty(), true);
    }

    /** A method of the node that takes its time, and must not be stopped in the middle. */
    public static Method slow(Duration limit, Code code) {
        return new Method(code, Optional.empty(), Optional.of(limit), false);
    }

    /** A method of a plugin. */
    public static Method of(String plugin, Code code) {
        return new Method(code, Optional.of(plugin), Optional.empty(), true);
    }

    /** What a method does. */
    @FunctionalInterface
    public interface Code {
        /**
         * Answers one call.
         *
         * @return the result, as {@link Json#copy} takes it
         * @throws RpcException to answer with that error
         * @throws IllegalArgumentException to answer with {@link RpcException#INVALID_PARAMS}
         * @throws Exception to answer with {@link RpcException#FAILED}
         */
        @Nullable Object call(Params params, Caller caller) throws Exception;
    }
}
