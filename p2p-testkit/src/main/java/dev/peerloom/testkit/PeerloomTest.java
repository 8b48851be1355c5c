package dev.peerloom.testkit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test class, or a method, whose tests get the kit's tools as parameters: {@link
 * PeerloomExtension} with a setting.
 *
 * <pre>{@code
 * @PeerloomTest(mayLeaveThreads = "DefaultDispatcher-.*")
 * class ChatTest {
 *     @Test
 *     void takesAnyPayload(SeededRandom random, MessagePipe pipe) throws Exception {
 *         …
 *     }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerloomExtension.class)
@SuppressWarnings("exports") // JUnit is not forced on who tests without it; who uses this has it
public @interface PeerloomTest {
    /**
     * The threads that a test may leave behind, because a library keeps them for all: a regular
     * expression for their names.
     *
     * @return none if not given
     */
    String mayLeaveThreads() default "";
}
