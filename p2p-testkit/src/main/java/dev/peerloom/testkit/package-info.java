/**
 * What a plugin is tested with, from the inside out.
 *
 * <ul>
 *   <li>One exchange of messages: {@link dev.peerloom.testkit.MessagePipe}, two channels joined in
 *       memory, and {@link dev.peerloom.testkit.TestPeer} to hand to {@code run}.
 *   <li>One protocol against a script: {@link dev.peerloom.testkit.ProtocolRunner} runs it as a
 *       node would, {@link dev.peerloom.testkit.ScriptedPeer} plays the remote side.
 *   <li>One service: {@link dev.peerloom.testkit.FakeNodeContext} is its node.
 *   <li>One jar: {@link dev.peerloom.testkit.PluginJar} compiles and packs it.
 * </ul>
 *
 * <p>Nothing here opens a socket, and nothing depends on a test framework: what a test expected and
 * did not get is an {@link AssertionError}.
 */
package dev.peerloom.testkit;
