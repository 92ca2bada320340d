package io.github.tsmjava.train.evaluation.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are scores that can be rated, or are refused in one line. */
class SavedScoresFuzzTest {

    @TempDir
    private Path folder;

    static Stream<byte[]> files() {
        return Stream.of("[[0.5, 0.5], [1e-3, 0.999]]", "[[1],[2]]", "[".repeat(100_000), "{\"classes\": 7}", """
                {"classes": [{"label": "left"}, {"label": "right"}], "results": [
                 {"path": "a/b.mp4", "label": 1, "scores": [0.1, 0.9]}, {"path": "c", "label": 0, "error": "damaged"}]}
                """).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void scores(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.json"), bytes);
        try {
            SavedScores scores = SavedScores.read(file);
            SavedScores.evaluate(List.of(scores), List.of(1.0), false, scores.videos());
        } catch (IOException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
    }
}
