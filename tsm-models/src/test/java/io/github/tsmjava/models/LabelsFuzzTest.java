package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.models.labels.LabelSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are class names, which can be written and read again, or are refused in one line. */
class LabelsFuzzTest {

    @TempDir
    private Path folder;

    static Stream<byte[]> files() {
        return Stream.concat(
                Stream.of("left\nright\n", "\uFEFFa\r\n\r\n b \r\n\n", "\u001b[2J\u2028x\u0085", "\n", "")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(String.join("\n", LabelSet.JESTER.labels()).getBytes(StandardCharsets.UTF_16)));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void labels(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.txt"), bytes);
        List<String> labels;
        try {
            labels = Labels.read(file);
        } catch (IOException e) {
            assertRefusal(file, e);
            return;
        }
        assertEquals(labels, Labels.read(file, labels.size()));
        assertRefusal(file, assertThrows(IOException.class, () -> Labels.read(file, labels.size() + 1)));
        assertEquals(labels, Labels.read(Files.write(file, labels)));
    }

    private static void assertRefusal(Path file, IOException e) {
        assertTrue(e.getMessage().startsWith(file + ": ")
                && e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
    }
}
