package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a list of videos, which can be written and read again, or are refused in one line. */
class VideoListFuzzTest {

    private static final int CLASSES = 1000;

    @TempDir
    private Path folder;

    static Stream<byte[]> files() {
        return Stream.of("a/b.mp4 3\nc d.avi 0\n", "34870 37 1\r\n\r\nx/y\t4   20", "dir 10 20 2\ndir 30 20 2",
                        "\uFEFFone 30 0\ntake 2 40 1\nc 50 2\n", "a.mp4 1\nb.mp4 -1", "\u001b[2Ja 1", "\u00e4\u2028b 1",
                        "a\u009b2J", "7", "")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void list(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.txt"), bytes);
        VideoList list;
        try {
            list = VideoList.read(file);
            list.requireLabelsBelow(CLASSES);
        } catch (VideoException e) {
            assertTrue(e.getMessage().startsWith(file + ": ")
                    && e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
            return;
        }
        for (Modality modality : Modality.values()) {
            assertTrue(list.missing(folder, modality).size() <= list.entries().size());
        }
        List<String> lines = lines(list);
        assertEquals(lines, lines(VideoList.read(Files.write(file, lines))));
    }

    private static List<String> lines(VideoList list) {
        return list.entries().stream().map(entry -> entry.path()
                + (entry.frames() < 0 ? "" : " " + entry.offset() + " " + entry.frames()) + " " + entry.label())
                .toList();
    }
}
