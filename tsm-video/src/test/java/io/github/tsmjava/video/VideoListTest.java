package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoListTest {

    @TempDir
    private Path folder;

    private VideoList read(String text) throws IOException {
        return VideoList.read(Files.writeString(folder.resolve("list.txt"), text));
    }

    @Test
    void theFormsOfLists() throws IOException {
        assertEquals(List.of(new Entry(1, "a/b.mp4", 0, -1, 3), new Entry(2, "c d.avi", 0, -1, 0)),
                read("a/b.mp4 3\nc d.avi 0\n").entries());
        assertEquals(List.of(new Entry(1, "34870", 0, 37, 1), new Entry(3, "x/y", 0, 4, 20)),
                read("34870 37 1\r\n\r\nx/y\t4   20").entries());
        assertEquals(List.of(new Entry(1, "dir", 10, 20, 2)), read("dir 10 20 2").entries());
    }

    @Test
    void mostLinesDecideWherePathsHoldSpacesAndNumbers() throws IOException {
        assertEquals(
                List.of(new Entry(1, "one", 0, 30, 0), new Entry(2, "take 2", 0, 40, 1), new Entry(3, "c", 0, 50, 2)),
                read("one 30 0\ntake 2 40 1\nc 50 2\n").entries());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a 1 2;c 1 2;b 1|line 3: expected \"path frames label\", found \"b 1\"",
        "a.mp4 1;b.mp4 -1|line 2: expected \"path label\", found \"b.mp4 -1\"",
        "a.mp4 1;b.mp4|line 2: expected",
        "a.mp4 1;b.mp4 12345678901|line 2: expected",
        "7|line 1: expected",
        "''|empty file"})
    void badLinesAreNamed(String text, String expected) {
        VideoException e = assertThrows(VideoException.class, () -> read(text.replace(';', '\n')));
        assertTrue(e.getMessage().startsWith(folder.resolve("list.txt") + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void whatIsNoListIsRefused() throws IOException {
        assertThrows(VideoException.class, () -> VideoList.read(folder));
        assertThrows(VideoException.class, () -> VideoList.read(folder.resolve("absent")));
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, ' ', '1'});
        assertTrue(assertThrows(VideoException.class, () -> VideoList.read(binary)).getMessage().contains("UTF-8"));
        assertThrows(VideoException.class, () -> read("a\0b 1"));
        assertThrows(VideoException.class, () -> read("\u001b[2Ja 1"));
    }

    /** U+009B controls a terminal as escape and bracket do, U+202E turns the text around. */
    @Test
    void messagesControlNoTerminal() {
        for (String text : List.of("a\u009b2J", "a\u009b2J 1", "a\u202eb")) {
            String message = assertThrows(VideoException.class, () -> read(text)).getMessage();
            assertTrue(message.contains("a?"), message);
        }
    }

    @Test
    void longLinesAreRefusedAtOnce() {
        String blanks = "a" + " ".repeat(1 << 20) + "b";
        for (String text : List.of(blanks + "\0 1", blanks, blanks + " 12345678901")) {
            String message = assertTimeoutPreemptively(Duration.ofSeconds(10),
                    () -> assertThrows(VideoException.class, () -> read(text))).getMessage();
            assertTrue(message.length() < 400, message);
        }
    }

    @Test
    void labelsAndMissingVideosAreFoundBeforehand() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        VideoList list = read("there 1 2\ngone 5 4\n");
        assertEquals(List.of(list.entries().get(1)), list.missing(folder, Modality.RGB));
        list.requireLabelsBelow(5);
        String message = assertThrows(VideoException.class, () -> list.requireLabelsBelow(4)).getMessage();
        assertTrue(message.contains("line 2: label 4 of gone, expected are 0 to 3"), message);
    }

    @Test
    void labelsCanBeExchanged() throws IOException {
        VideoList list = read("a 9 0\nb 9 2\n");
        assertEquals(List.of(new Entry(1, "a", 0, 9, 2), new Entry(2, "b", 0, 9, 1)),
                list.withLabels(List.of(2, 0, 1)).entries());
        assertThrows(VideoException.class, () -> list.withLabels(List.of(1, 0)));
    }

    @Test
    void aVideoHasTheFramesThatTheListSays() throws IOException {
        frames("clip", "img_%05d.png", 6);
        assertEquals(6, open("clip 6 0", Modality.RGB).frameCount());
        assertEquals(6, open("clip 0", Modality.RGB).frameCount());
        assertEquals(4, open("clip 4 0", Modality.RGB).frameCount());
        Video part = open("clip 2 3 0", Modality.RGB);
        assertEquals(3, part.frameCount());
        assertArrayEquals(open("clip 0", Modality.RGB).frames(4).getFirst().data(), part.frames(2).getFirst().data());
        assertThrows(IndexOutOfBoundsException.class, () -> part.frames(3));
        assertTrue(message("clip 7 0").contains("7 frames expected by line 1 of the list, found 6"));
        assertTrue(message("clip 5 2 0").contains("7 frames"), message("clip 5 2 0"));
        assertTrue(message("clip 0 0").contains("has no frames"), message("clip 0 0"));
        assertTrue(message("gone 3 0").contains("no such file"), message("gone 3 0"));
    }

    @Test
    void listsOfFlowMayCountBothPicturesOfAFrame() throws IOException {
        frames("000042", "000042-x_%05d.png", 4);
        frames("000042", "000042-y_%05d.png", 4);
        assertEquals(4, open("000042 8 0", Modality.FLOW).frameCount());
        assertEquals(3, open("000042 3 0", Modality.FLOW).frameCount());
        // The lists of the original code have the number alone.
        assertEquals(4, open("42 8 0", Modality.FLOW).frameCount());
        assertEquals(List.of(), read("42 8 0").missing(folder, Modality.FLOW));
        assertEquals(1, read("42 8 0").missing(folder, Modality.RGB).size());
    }

    private Video open(String line, Modality modality) throws IOException {
        return read(line).entries().getFirst().open(folder, modality, Decoder.JAVA);
    }

    private String message(String line) {
        return assertThrows(VideoException.class, () -> open(line, Modality.RGB)).getMessage();
    }

    private void frames(String name, String pattern, int count) throws IOException {
        Path clip = Files.createDirectories(folder.resolve(name));
        for (int i = 1; i <= count; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 40 * i);
            ImageIO.write(image, "png", clip.resolve(pattern.formatted(i)).toFile());
        }
    }
}
