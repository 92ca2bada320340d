package io.github.tsmjava.train.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.train.prepare.ListWriter.Found;
import io.github.tsmjava.train.prepare.ListWriter.Kind;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListWriterTest {

    @TempDir
    private Path root;

    private final List<Item> items = List.of(new Item(List.of("a/one", "one"), 3), new Item(List.of("two"), 0),
            new Item(List.of("empty"), 1), new Item(List.of("gone", "no\0path"), 2));

    @BeforeEach
    void writeVideos() throws IOException {
        for (String file : List.of(
                "one/img_00001.jpg", "one/img_00002.jpg", "two/img_00001.jpg", "two.avi", "a/one.webm")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        Files.createDirectory(root.resolve("empty"));
    }

    private Found find(Kind kind) {
        return new ListWriter(root, kind).find(items, () -> { });
    }

    @Test
    void framesAreCounted() {
        assertEquals(new Found(List.of("one 2 3", "two 1 0"), List.of("empty", "gone")), find(Kind.FRAMES));
    }

    @Test
    void listsThatWouldBeMisreadAreNotWritten() throws IOException {
        List<String> lines = List.of("wave/take 1 16 0", "wave/take 2 16 0", "wave/other 16 0");
        Map<String, String> names = Map.of("train", "list.txt");
        Annotations annotations = new Annotations(List.of("wave"), Map.of());
        ListWriter writer = new ListWriter(root, Kind.FRAMES);
        String message = assertThrows(VideoException.class, () -> writer.write(root, annotations,
                Map.of("train", new Found(lines, List.of())), names)).getMessage();
        assertTrue(message.contains("cannot be listed: \"wave/take 1 16 0\""), message);
        assertFalse(Files.exists(root.resolve("category.txt")));
        writer.write(root, annotations, Map.of("train", new Found(lines.subList(1, 3), List.of())), names);
        assertEquals("wave/take 2", VideoList.read(root.resolve("list.txt")).entries().getFirst().path());
    }

    @Test
    void aVideoWithItsEndingIsFoundAsItIs() throws IOException {
        Files.createFile(root.resolve("CAMERA.MP4"));
        assertEquals(List.of("CAMERA.MP4 0"), new ListWriter(root, Kind.VIDEOS).find(
                List.of(new Item(List.of("CAMERA", "CAMERA.MP4"), 0)), () -> { }).lines());
    }

    @Test
    void componentsOfFlowAreCountedInPairs() throws IOException {
        for (String file : List.of("one/flow_x_00001.jpg", "one/flow_y_00001.jpg", "two/flow_x_00001.jpg",
                "gone/flow_x_00001.jpg", "gone/flow_y_00001.jpg", "gone/flow_x_00002.jpg", "gone/flow_y_00002.jpg")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        assertEquals(new Found(List.of("one 1 3", "gone 2 2"), List.of("two", "empty")), find(Kind.FLOW));
        assertEquals(List.of("one 2 3", "two 1 0"), find(Kind.FRAMES).lines());
    }

    @Test
    void videosAreFoundByName() {
        assertEquals(new Found(List.of("a/one.webm 3", "two.avi 0"), List.of("empty", "gone")), find(Kind.VIDEOS));
    }

    @Test
    void listsAreReadAsTheyWereWritten() throws IOException {
        Annotations annotations = new Annotations(List.of("A", "B", "C", "D"), Map.of("val", items));
        Path output = root.resolve("lists");
        ListWriter writer = new ListWriter(root, Kind.FRAMES);
        writer.write(output, annotations, Map.of("val", find(Kind.FRAMES)), Map.of("val", "val_videofolder.txt"));
        assertEquals("A\nB\nC\nD\n", Files.readString(output.resolve("category.txt")));
        assertEquals("empty\ngone\n", Files.readString(output.resolve("missing_val.txt")));
        VideoList list = VideoList.read(output.resolve("val_videofolder.txt"));
        assertEquals(List.of(new VideoList.Entry(1, "one", 0, 2, 3), new VideoList.Entry(2, "two", 0, 1, 0)),
                list.entries());
        writer.write(output, annotations, Map.of("val", new Found(List.of("one 2 3"), List.of())),
                Map.of("val", "val_videofolder.txt"));
        assertFalse(Files.exists(output.resolve("missing_val.txt")));
    }

    @Test
    void nothingFoundIsNoList() {
        Annotations annotations = new Annotations(List.of("A"), Map.of("train", items));
        Path output = root.resolve("lists");
        Map<String, Found> nothing = Map.of("train", new Found(List.of(), List.of("gone")));
        String message = assertThrows(VideoException.class, () -> new ListWriter(root, Kind.FRAMES)
                .write(output, annotations, nothing, Map.of("train", "t.txt"))).getMessage();
        assertTrue(message.contains("none of the data set's folders of frames is here, such as gone"), message);
        assertFalse(Files.exists(output));
        assertThrows(VideoException.class, () -> new ListWriter(root, Kind.FRAMES).write(output,
                annotations, Map.of("train", new Found(List.of("a\nb 1 0"), List.of())), Map.of("train", "t.txt")));
    }
}
