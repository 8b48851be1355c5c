/** The plugin chat. */
module com.example.chat {
    requires dev.peerloom.api;

    provides dev.peerloom.api.NodeService with
            com.example.chat.ChatService;
}
