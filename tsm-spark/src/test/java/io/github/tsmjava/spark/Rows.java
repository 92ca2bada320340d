package io.github.tsmjava.spark;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a table in JSON, as anybody reads them. */
final class Rows {

    private Rows() {
    }

    static List<JsonObject> of(Path table) throws IOException {
        List<JsonObject> rows = new ArrayList<>();
        for (Path file : files(table)) {
            Files.readAllLines(file).forEach(line -> rows.add(JsonParser.parseString(line).getAsJsonObject()));
        }
        return rows;
    }

    /** The files that hold them. */
    static List<Path> files(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.getFileName().toString().matches("part-.*json")).sorted().toList();
        }
    }

    /** The different values of a column. */
    static Set<String> values(List<JsonObject> rows, String column) {
        return rows.stream().filter(row -> row.has(column)).map(row -> row.get(column).getAsString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static float[] logits(JsonObject row) {
        JsonArray array = row.getAsJsonArray("logits");
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).getAsFloat();
        }
        return floats;
    }
}
