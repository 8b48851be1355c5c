package dev.peerloom.testkit;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls the method of a test class that is marked {@link TestedProtocol}. Immutable.
 *
 * @param method the method, if there is one
 * @param instance the object whose method it is, or of a class around it
 */
record TestedProtocols(Optional<Method> method, Object instance) {
    /** Looks in the test's class and, for a nested one, in those around it, from the inside. */
    static TestedProtocols of(ExtensionContext context) {
        List<Object> instances =
                new ArrayList<>(context.getRequiredTestInstances().getAllInstances()).reversed();
        for (Object instance : instances) {
            List<Method> marked =
                    ReflectionSupport.findMethods(
                            instance.getClass(),
                            method -> method.isAnnotationPresent(TestedProtocol.class),
                            HierarchyTraversalMode.BOTTOM_UP);
            if (marked.size() > 1) {
                throw new IllegalStateException("more than one method is marked: " + marked);
            }
            if (!marked.isEmpty()) {
                return new TestedProtocols(Optional.of(marked.getFirst()), instance);
            }
        }
        return new TestedProtocols(Optional.empty(), context.getRequiredTestInstance());
    }

    boolean isPresent() {
        return method.isPresent();
    }

    /** What is tested, in a node of its own, which is to be closed. */
    record Made(FakeNodeContext node, Protocol protocol) {}

    /** A new instance of what is tested; a service is started in the node. */
    Made make() throws Exception {
        Method maker =
                method.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "mark the method that makes the protocol to test with"
                                                + " @TestedProtocol"));
        FakeNodeContext.Builder builder = FakeNodeContext.builder();
        Object[] arguments =
                maker.getParameterCount() == 0 ? new Object[0] : new Object[] {builder};
        // JUnit's own means, because a test module is open to JUnit and not to the kit.
        Object made = ReflectionSupport.invokeMethod(maker, instance, arguments);
        FakeNodeContext node = builder.build();
        return switch (made) {
            case NodeService service -> new Made(node, node.start(service).getFirst());
            case Protocol protocol -> new Made(node, protocol);
            case null, default ->
                    throw new IllegalStateException(
                            maker + " returned " + made + ", neither Protocol nor NodeService");
        };
    }
}
