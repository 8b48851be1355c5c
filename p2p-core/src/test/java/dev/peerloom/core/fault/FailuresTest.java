package dev.peerloom.core.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

class FailuresTest {
    private static final String OTHER_API = "it was built against another version of the API";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'void dev.peerloom.api.Peer.newMethod()'",
                "dev/peerloom/api/NewType",
                "Receiver class a.B does not define or inherit an implementation of the resolved"
                        + " method 'abstract int x()' of interface dev.peerloom.api.Protocol."
            })
    void aLinkageErrorThatNamesTheApi(String message) {
        assertEquals(Optional.of(OTHER_API), Failures.explain(new NoSuchMethodError(message)));
        assertEquals(
                Optional.of(OTHER_API),
                Failures.explain(new RuntimeException(new NoClassDefFoundError(message))));
    }

    @Test
    void aLinkageErrorThatNamesAnotherClass() {
        assertEquals(
                Optional.of(
                        "a class that it was compiled with is not in the plugin, or in another"
                                + " version"),
                Failures.explain(new NoClassDefFoundError("org/slf4j/Logger")));
    }

    @Test
    void otherFailuresSpeakForThemselves() {
        assertEquals(Optional.empty(), Failures.explain(new IllegalStateException("x")));
        assertEquals(Optional.empty(), Failures.explain(new ExceptionInInitializerError("x")));
        assertEquals(
                "java.lang.IllegalStateException: x",
                Failures.describe(new IllegalStateException("x")));
        assertEquals("java.lang.Error", Failures.describe(new Error()));
    }

    @Test
    void anExceptionThatThrowsWhenAskedIsDescribedAllTheSame() {
        RuntimeException hostile =
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new StackOverflowError();
                    }

                    @Override
                    public synchronized Throwable getCause() {
                        throw new IllegalStateException();
                    }
                };

        assertTrue(
                Failures.describe(hostile)
                        .endsWith("(its getMessage() threw java.lang.StackOverflowError)"));
        assertFalse(Failures.isOfClosing(hostile));
    }

    @Test
    void blockingCallsEndLikeThis() {
        assertTrue(Failures.isOfClosing(new UncheckedIOException(new EOFException())));
        assertTrue(Failures.isOfClosing(new RuntimeException(new InterruptedException())));
        assertFalse(Failures.isOfClosing(new NullPointerException()));
        IOException ring = new IOException();
        assertTrue(Failures.isOfClosing(ring));
    }
}
