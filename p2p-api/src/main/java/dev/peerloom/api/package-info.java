/**
 * What a plugin implements and what it is handed.
 *
 * <p>A plugin offers {@link dev.peerloom.api.Protocol protocols}, each of which talks to every peer
 * that speaks it, in a virtual thread per peer; or a {@link dev.peerloom.api.NodeService} where
 * there is state that lives with the node. {@link dev.peerloom.api.Protocol} has a complete
 * example. Message bodies are usually {@linkplain dev.peerloom.api.rlp RLP}.
 *
 * <p><b>No nulls</b> go in or come out of anything here: a null handed in is a {@link
 * java.lang.NullPointerException} that names the parameter. <b>All objects handed to a plugin are
 * thread-safe</b>, and may be kept and used from any thread. Byte counts are of payloads before
 * compression, without message code and frame.
 *
 * <p><b>Logging</b> goes through {@link java.lang.System.Logger}, which the node takes to slf4j; a
 * plugin needs no logging library.
 *
 * <p><b>Plugins are trusted code.</b> One that throws, blocks or floods is charged with it by name
 * and loses its own peers, not the node; but nothing keeps it from the files and the memory of the
 * process.
 *
 * @see <a href="https://github.com/ethereum/devp2p/blob/master/rlpx.md">The RLPx Transport
 *     Protocol</a>, to which "RLPx, section …" refers throughout
 */
package dev.peerloom.api;
