package io.github.tsmjava.train.prepare;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that holds one long JSON array or object, read part by part; errors are told by their line. */
final class JsonFile {

    private static final Pattern LINE = Pattern.compile("\\bline (\\d+)");

    private final Path file;
    private final String expected;

    /** Takes the parts one by one. */
    @FunctionalInterface
    interface Parts {

        /**
         * @param name of a member of an object, or null
         * @param line on which it begins, from 1
         * @throws IllegalArgumentException if the part is not what was expected
         */
        void accept(String name, JsonElement part, long line) throws IOException;
    }

    /** @param expected what it should hold, for messages */
    JsonFile(Path file, String expected) {
        this.file = file;
        this.expected = expected;
    }

    /** @throws IOException that names the line, if the file holds anything else than an array */
    void array(Parts parts) throws IOException {
        read(JsonToken.BEGIN_ARRAY, parts);
    }

    /** @throws IOException that names the line, if the file holds anything else than an object */
    void object(Parts parts) throws IOException {
        read(JsonToken.BEGIN_OBJECT, parts);
    }

    private void read(JsonToken kind, Parts parts) throws IOException {
        String text = Annotations.text(file);
        JsonReader reader = new JsonReader(new StringReader(text));
        long line = 1;
        try {
            boolean isArray = kind == JsonToken.BEGIN_ARRAY;
            if (isArray) {
                reader.beginArray();
            } else {
                reader.beginObject();
            }
            while (reader.hasNext()) {
                line = line(reader);
                parts.accept(isArray ? null : reader.nextName(), JsonParser.parseReader(reader), line);
            }
            line = line(reader);
            if (isArray) {
                reader.endArray();
            } else {
                reader.endObject();
            }
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("more behind the end");
            }
        } catch (VideoException e) {
            throw e;
        } catch (IOException | JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new VideoException(file, "line %d: expected %s, found something else".formatted(line, expected), e);
        }
    }

    /** The reader tells it in its description only. */
    private static long line(JsonReader reader) {
        Matcher line = LINE.matcher(reader.toString());
        return line.find() ? Long.parseLong(line.group(1)) : 1;
    }

    /**
     * A member of an object, a string or a number.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static String text(JsonElement part, String member) {
        if (part == null || !part.isJsonObject()) {
            throw new IllegalArgumentException("no object");
        }
        return text(part.getAsJsonObject().get(member));
    }

    /** @throws IllegalArgumentException if it is neither a string nor a number */
    static String text(JsonElement value) {
        if (value == null || !value.isJsonPrimitive() || value.getAsJsonPrimitive().isBoolean()) {
            throw new IllegalArgumentException("neither a string nor a number");
        }
        return value.getAsString();
    }
}
