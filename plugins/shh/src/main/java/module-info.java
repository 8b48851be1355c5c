/** The shh plugin: Whisper, version 6. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.shh {
    requires dev.peerloom.api;
    requires org.bouncycastle.provider;
    requires static org.jspecify;

    provides dev.peerloom.api.NodeService with
            dev.peerloom.plugin.shh.ShhService;
}
