package com.example.chat;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.util.Collection;
import java.util.List;

/** What the node starts: reads the settings, makes the room, and opens it to people and metrics. */
public final class ChatService implements NodeService {
    @Override
    public Collection<? extends Protocol> start(NodeContext node) {
        String own = node.enode().id().toString().substring(0, 8);
        String nick = node.setting("nick", own, ChatService::parseNick);
        int history = node.setting("history", 100, ChatService::parseHistory);
        ChatRoom room = new ChatRoom(nick, history);

        node.exposeMethod("say", params -> room.say(onlyText(params)));
        node.exposeMethod("messages", params -> room.messages());
        node.exposeMetric("peers", room::present);
        node.exposeMetric("lines_total", room::lines);
        node.exposeMetric("receipts_total", room::receipts);
        node.exposeMetric("missed_total", room::missed);
        return List.of(new ChatProtocol(room));
    }

    /**
     * An IllegalArgumentException tells the operator, in one line, what is wrong with a setting.
     */
    private static String parseNick(String text) {
        if (!text.matches("[\\p{L}\\p{N}_-]{1,32}")) {
            throw new IllegalArgumentException("1 to 32 letters, digits, '_' and '-'");
        }
        return text;
    }

    private static int parseHistory(String text) {
        int lines = Integer.parseInt(text);
        if (lines < 1 || lines > 10_000) {
            throw new IllegalArgumentException("1 to 10000 lines");
        }
        return lines;
    }

    /** Here it tells the caller of the method. */
    private static String onlyText(List<Object> params) {
        if (params.size() != 1 || !(params.getFirst() instanceof String text) || text.isBlank()) {
            throw new IllegalArgumentException("chat_say takes one parameter, the text");
        }
        return text;
    }
}
