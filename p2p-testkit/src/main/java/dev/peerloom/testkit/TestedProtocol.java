package dev.peerloom.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a test class that makes what is tested, for the parameters that {@link
 * PeerloomExtension} hands out. It takes no parameters and returns a {@link
 * dev.peerloom.api.Protocol}, or a {@link dev.peerloom.api.NodeService}, which is started and whose
 * first protocol is tested.
 *
 * <pre>{@code
 * @PeerloomTest
 * class ChatTest {
 *     @TestedProtocol
 *     Protocol chat() {
 *         return new Chat("alice");
 *     }
 *
 *     @Test
 *     void greets(ScriptedPeer remote) throws Exception {
 *         remote.expect(HELLO);
 *     }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TestedProtocol {}
