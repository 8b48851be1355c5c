package dev.peerloom.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which operators and service managers have a program read its configuration again. The
 * JDK has no supported way to it but {@code sun.misc.Signal} of the module jdk.unsupported, which
 * is reached by reflection: where there is none the node runs without.
 */
final class HangUpSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangUpSignal.class);

    private HangUpSignal() {}

    /**
     * Has something done at each SIGHUP, in a thread of the JVM's, instead of ending the process.
     */
    static void onEach(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls =
                    (proxy, method, args) ->
                            switch (method.getName()) {
                                case "handle" -> {
                                    action.run();
                                    yield null;
                                }
                                case "hashCode" -> System.identityHashCode(proxy);
                                case "equals" -> args.length == 1 && isSame(proxy, args[0]);
                                default -> "SIGHUP";
                            };
            Object proxy =
                    Proxy.newProxyInstance(
                            HangUpSignal.class.getClassLoader(), new Class<?>[] {handler}, calls);
            var _ =
                    signal.getMethod("handle", signal, handler)
                            .invoke(
                                    null,
                                    signal.getConstructor(String.class).newInstance("HUP"),
                                    proxy);
        } catch (ReflectiveOperationException e) {
            LOG.info("SIGHUP is not listened to: this system or this Java does not let us");
            LOG.debug("No SIGHUP", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    private static boolean isSame(Object proxy, Object other) {
        return proxy == other;
    }
}
