/** What the author of a protocol plugin imports: protocols, peers, channels, and RLP. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.api {
    requires static org.jspecify;

    exports dev.peerloom.api;
    exports dev.peerloom.api.rlp;
}
