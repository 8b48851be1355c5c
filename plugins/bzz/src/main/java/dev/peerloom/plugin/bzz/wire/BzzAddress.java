package dev.peerloom.plugin.bzz.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A node as messages name it: {@code [overlay, underlay]}.
 *
 * @param overlay its address in the overlay network
 * @param underlay usually an enode URL, but any bytes may come, one character for each
 */
public record BzzAddress(Overlay overlay, String underlay) {
    /** Longer underlays are refused: the longest enode URL has some 400 bytes. */
    public static final int MAX_UNDERLAY = 512;

    /**
     * How messages name a node.
     *
     * @param node the node
     * @return its address
     */
    public static BzzAddress of(SwarmNode node) {
        return new BzzAddress(node.overlay(), node.enode().toString());
    }

    /**
     * The node, if it can be dialled.
     *
     * @return the node; empty if the underlay is of another kind
     */
    public Optional<SwarmNode> node() {
        return SwarmNode.of(overlay, underlay);
    }

    static BzzAddress read(RlpReader in) throws RlpException {
        in.enterList();
        Overlay overlay = Overlay.read(in);
        var underlay = in.readSlice();
        if (underlay.remaining() > MAX_UNDERLAY) {
            throw new RlpException("an underlay address of " + underlay.remaining() + " bytes");
        }
        in.leaveList();
        return new BzzAddress(overlay, StandardCharsets.ISO_8859_1.decode(underlay).toString());
    }

    void write(RlpWriter out) {
        out.startList();
        overlay.write(out);
        out.write(underlay.getBytes(StandardCharsets.ISO_8859_1));
        out.endList();
    }
}
