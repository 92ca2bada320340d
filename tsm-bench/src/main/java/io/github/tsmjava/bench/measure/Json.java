package io.github.tsmjava.bench.measure;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Results as lines of JSON, with names like {@code ours_ms}. */
public final class Json {

    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    private Json() {
    }

    public static String line(Object result) {
        return GSON.toJson(result);
    }

    public static <T> T read(String line, Class<T> type) {
        return GSON.fromJson(line, type);
    }
}
