package io.github.tsmjava.web.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;

/** What a page asks for: a JSON object with one member. */
sealed interface Request {

    /** To forget the past, {@code {"reset": true}}. */
    record Reset() implements Request {
    }

    /** Another smoothing, by its name: {@code {"smoothing": "none"}}. */
    record Smooth(String name) implements Request {
    }

    /** Another network, by its place in the list: {@code {"network": 1}}. */
    record Choose(int network) implements Request {
    }

    /** To see what the network remembers, or not any more: {@code {"memory": true}}. */
    record Remember(boolean wanted) implements Request {
    }

    /** Nothing, but the page is still there: {@code {"alive": true}}. */
    record Alive() implements Request {
    }

    /** @throws MalformedException if it is none of these */
    static Request parse(String text) throws MalformedException {
        try {
            JsonObject object = JsonParser.parseString(text).getAsJsonObject();
            Map.Entry<String, JsonElement> member = object.entrySet().iterator().next();
            return switch (member.getKey()) {
                case "reset" -> new Reset();
                case "smoothing" -> new Smooth(member.getValue().getAsString());
                case "network" -> new Choose(member.getValue().getAsInt());
                case "memory" -> new Remember(member.getValue().getAsBoolean());
                case "alive" -> new Alive();
                default -> throw new MalformedException("expected a request, found another name");
            };
        } catch (RuntimeException e) {
            // Gson has many ways to say that something is not what it should be.
            throw new MalformedException("expected a request in JSON");
        }
    }
}
