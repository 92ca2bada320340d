package io.github.tsmjava.train.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a log that can be continued: its rows stay, and all else is taken out. */
class CsvLogFuzzTest {

    private static final String HEADER = "epoch,loss,accuracy";
    private static final int LAST = 5;

    @TempDir
    private Path folder;

    static Stream<byte[]> files() {
        return Stream.of(HEADER + "\n1,0.5,1\n2,-1.5E-3,NaN\n", "3,Infinity,-Infinity\r\n6,1,1\n4,1", "\u00ff\u0000,",
                "")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void log(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.csv"), bytes);
        String kept = kept(file);
        assertTrue(kept.length() <= HEADER.length() + 1 + bytes.length + 1, kept);
        assertEquals(kept, kept(file));
    }

    private static String kept(Path file) throws IOException {
        try (CsvLog log = new CsvLog(file, HEADER, LAST)) {
            for (double[] row : log.kept()) {
                assertEquals(HEADER.split(",").length, row.length);
                assertTrue(row[0] <= LAST);
            }
            String text = Files.readString(file);
            assertEquals(1 + log.kept().size(), text.lines().count());
            return text;
        }
    }
}
