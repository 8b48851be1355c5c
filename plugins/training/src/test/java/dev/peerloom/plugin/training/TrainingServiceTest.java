package dev.peerloom.plugin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.NodeContext;
import dev.peerloom.testkit.FakeNodeContext;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class TrainingServiceTest {
    private final Set<String> called = new TreeSet<>();

    /** What it leaves out is linked anew at each start of a node. */
    @Test
    void callsEachMethodOfItsContext() throws Exception {
        try (FakeNodeContext context = FakeNodeContext.create()) {
            context.start(node -> new TrainingService().start(noting(node)));
        }
        // It has nobody to dial.
        called.add("connect");
        assertEquals(
                Stream.of(NodeContext.class.getMethods())
                        .filter(m -> Modifier.isAbstract(m.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toSet()),
                called);
    }

    private NodeContext noting(NodeContext node) {
        return (NodeContext)
                Proxy.newProxyInstance(
                        NodeContext.class.getClassLoader(),
                        new Class<?>[] {NodeContext.class},
                        (proxy, method, arguments) -> {
                            called.add(method.getName());
                            return method.invoke(node, arguments);
                        });
    }
}
