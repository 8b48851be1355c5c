package dev.peerloom.plugin.shh.rpc;

import dev.peerloom.plugin.shh.wire.Topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object; one that is not there, or null, has the zero value of its kind, and
 * one that is not known is passed over.
 *
 * @param map the object
 */
record Fields(Map<?, ?> map) {
    private static final int MOST_TOPICS = 1024;

    static Fields of(List<Object> params) {
        return new Fields(Json.object(Json.only(params)));
    }

    private boolean has(String name) {
        return map.get(name) != null;
    }

    private Object value(String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }

    String text(String name) {
        return has(name) ? Json.text(name, value(name)) : "";
    }

    byte[] bytes(String name) {
        return has(name) ? Json.bytes(name, value(name)) : new byte[0];
    }

    long uint32(String name) {
        return has(name) ? Json.uint32(name, value(name)) : 0;
    }

    double number(String name) {
        return has(name) ? Json.number(name, value(name)) : 0;
    }

    boolean bool(String name) {
        return has(name) && Json.bool(name, value(name));
    }

    Topic topic(String name) {
        return has(name) ? topic(name, value(name)) : new Topic(0);
    }

    List<Topic> topics(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!(value(name) instanceof List<?> all) || all.size() > MOST_TOPICS) {
            throw new IllegalArgumentException(
                    name + " is to be a list of up to " + MOST_TOPICS + " topics");
        }
        List<Topic> topics = new ArrayList<>();
        for (Object one : all) {
            topics.add(topic(name, one));
        }
        return topics;
    }

    private static Topic topic(String name, Object value) {
        return Topic.of(Json.bytes(name, value));
    }
}
