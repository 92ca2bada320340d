package io.github.tsmjava.train.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.train.prepare.Dataset.Choice;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are annotations of a data set, or are refused in one line. The first byte says in place of which file. */
class AnnotationsFuzzTest {

    private record Place(Dataset dataset, String name, String text) { }

    private static final List<Place> PLACES = places();

    @TempDir
    private Path folder;

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (Dataset dataset : Dataset.values()) {
            if (dataset != Dataset.FOLDERS) {
                HostileAnnotationsTest.files(dataset)
                        .forEach((name, text) -> places.add(new Place(dataset, name, text)));
            }
        }
        return places;
    }

    static Stream<byte[]> files() {
        return Stream.iterate(0, i -> i < PLACES.size(), i -> i + 1).map(i ->
                ((char) (int) i + PLACES.get(i).text).getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void annotations(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        Place place = PLACES.get(Math.floorMod(bytes[0], PLACES.size()));
        Path annotations = Files.createDirectories(folder.resolve(place.dataset.name()));
        for (Map.Entry<String, String> file : HostileAnnotationsTest.files(place.dataset).entrySet()) {
            Files.writeString(annotations.resolve(file.getKey()), file.getValue());
        }
        Files.write(annotations.resolve(place.name), Arrays.copyOfRange(bytes, 1, bytes.length));
        try {
            place.dataset.read(annotations, Choice.USUAL);
        } catch (VideoException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
    }
}
