package dev.peerloom.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a test class that makes what is tested, for the parameters that {@link
 * PeerloomExtension} hands out. It returns a new {@link dev.peerloom.api.Protocol}, or a new {@link
 * dev.peerloom.api.NodeService}, which is started and whose first protocol is tested. It takes no
 * parameters, or a {@link FakeNodeContext.Builder} for the node of the service.
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
 *
 * <p>Of a service with settings:
 *
 * <pre>{@code
 * @TestedProtocol
 * NodeService chat(FakeNodeContext.Builder node) {
 *     node.setting("room", "lobby");
 *     return new ChatService();
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TestedProtocol {}
