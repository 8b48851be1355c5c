/**
 * What a plugin is tested with: alone, in memory, without waiting.
 *
 * <h2>A tour</h2>
 *
 * <p><b>First rung: a script.</b> {@link dev.peerloom.testkit.ScriptedPeer} runs a protocol and
 * plays its peer.
 *
 * <pre>{@code
 * try (ScriptedPeer remote = ScriptedPeer.against(new Chat("alice"))) {
 *     remote.expect(HELLO);
 *     remote.send(HELLO, hello("bob"));
 *     remote.silence(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p><b>Second rung: the contract.</b> {@link dev.peerloom.testkit.ProtocolContract} is a test
 * class to inherit; it sends what no peer should send and closes at the wrong moment.
 *
 * <pre>{@code
 * class ChatContractTest extends ProtocolContract {
 *     @Override
 *     protected Protocol protocol() {
 *         return new Chat("alice");
 *     }
 * }
 * }</pre>
 *
 * <p><b>Third rung: two nodes.</b> {@link dev.peerloom.testkit.LoopbackPair} runs the protocol, or
 * the finished jar, in real nodes over RLPx.
 *
 * <pre>{@code
 * try (LoopbackPair pair = LoopbackPair.of(new Chat("alice"), new Chat("bob")).connect()) {
 *     pair.disconnect(DisconnectReason.REQUESTED);
 *     pair.awaitEndAtSecond();
 * }
 * }</pre>
 *
 * <h2>What these are made of</h2>
 *
 * <ul>
 *   <li>{@link dev.peerloom.testkit.MessagePipe}: two channels joined in memory; {@link
 *       dev.peerloom.testkit.ProtocolRunner} runs a protocol on one, as a node does, with a {@link
 *       dev.peerloom.testkit.TestPeer}; {@link dev.peerloom.testkit.LinkEnd} is how it ended.
 *   <li>{@link dev.peerloom.testkit.ManualClock}: the time that they go by.
 *   <li>{@link dev.peerloom.testkit.FakeNodeContext}: the node of a service, and its {@link
 *       dev.peerloom.testkit.Registrations}.
 *   <li>{@link dev.peerloom.testkit.Recorder} and {@link dev.peerloom.testkit.Recording}: what
 *       passed, as a file, and played again.
 *   <li>{@link dev.peerloom.testkit.SeededRandom}: chance that can be had again.
 *   <li>{@link dev.peerloom.testkit.PluginJar}: compiles and packs a jar in a test.
 *   <li>{@link dev.peerloom.testkit.PeerloomTest} and {@link
 *       dev.peerloom.testkit.PeerloomExtension}: all of them as parameters of JUnit tests.
 * </ul>
 *
 * <p>What a test expected and did not get is an {@link AssertionError}. JUnit is needed for the
 * contract and the extension only; a program that uses the rest does without. Only {@link
 * dev.peerloom.testkit.LoopbackPair} opens sockets, on the loopback address.
 */
package dev.peerloom.testkit;
