package io.github.tsmjava.train.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.resize.Resize;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipStreamsTest {

    private static final int SIZE = 20;
    private static final int CLIPS = 14;
    /** Half as long again as usual. */
    private static final double SECONDS = 1.95;

    @TempDir
    private static Path clips;

    @TempDir
    private Path folder;

    /** Fourteen clips of all ten gestures, the first of which is smaller than the others. */
    @BeforeAll
    static void drawClips() throws IOException {
        new GestureSet(CLIPS, 3, 7, 2 * SIZE, Scenery.PLAIN).write(clips.resolve("large"));
        new GestureSet(1, 3, 30, SIZE, Scenery.PLAIN).write(clips.resolve("small"));
        List<String> lines = new ArrayList<>();
        lines.add("small/" + Files.readAllLines(clips.resolve("small/list.txt")).getFirst());
        Files.readAllLines(clips.resolve("large/list.txt")).stream().skip(1).map("large/"::concat).forEach(lines::add);
        Files.write(clips.resolve("list.txt"), lines);
    }

    private static ClipStreams streams(double rate, int clipsOfOne, long seed) throws IOException {
        return streams(VideoList.read(clips.resolve("list.txt")), Gesture.labels(), rate, clipsOfOne, seed);
    }

    private static ClipStreams streams(VideoList list, List<String> labels, double rate, int clipsOfOne, long seed)
            throws IOException {
        return new ClipStreams(list, clips, Decoder.JAVA, labels, List.of(),
                new ClipStreams.Settings(rate, clipsOfOne, SECONDS, seed));
    }

    /** What should be seen and said, frame by frame. */
    private static final class Expected {
        private final List<byte[]> pictures = new ArrayList<>();
        private final List<StreamEvent> events = new ArrayList<>();

        void add(VideoList.Entry entry, double rate, Random random) throws IOException {
            double grey = random.nextInt(4) == 0 ? 0 : 0.2 + random.nextDouble();
            double before = random.nextInt(4) == 0 ? 0 : 0.2 + 1.8 * random.nextDouble();
            double after = 0.6 + 1.4 * random.nextDouble();
            int played = (int) ((0.8 + random.nextDouble()) * rate * 1.5);
            byte[] plain = new byte[SIZE * SIZE * 3];
            Arrays.fill(plain, (byte) (23 * random.nextInt(12)));
            List<byte[]> frames = frames(entry);
            for (int i = 0; i < grey * rate; i++) {
                pictures.add(plain);
            }
            for (int i = 0; i < before * rate; i++) {
                pictures.add(frames.getFirst());
            }
            if (entry.label() != Gesture.NONE.ordinal()) {
                events.add(new StreamEvent(pictures.size() / rate, (pictures.size() + played) / rate,
                        Gesture.labels().get(entry.label())));
            }
            for (int i = 0; i < played; i++) {
                pictures.add(frames.get(i * frames.size() / played));
            }
            for (int i = 0; i < after * rate; i++) {
                pictures.add(frames.getLast());
            }
        }

        private static List<byte[]> frames(VideoList.Entry entry) throws IOException {
            List<byte[]> frames = new ArrayList<>();
            try (Video clip = entry.open(clips, Modality.RGB, Decoder.JAVA)) {
                clip.play((_, image) -> frames.add(Resize.PIL.to(image, SIZE, SIZE).data()));
            }
            return frames;
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 70, 5", "2, 1, 0", "12.5, 3, 1", "30, 13, 2", "9.7, 14, -3"})
    void framesAndEventsFollowWhatIsDrawn(double rate, int clipsOfOne, long seed) throws IOException {
        ClipStreams streams = streams(rate, clipsOfOne, seed);
        List<VideoList.Entry> entries = VideoList.read(clips.resolve("list.txt")).entries();
        assertEquals((CLIPS + clipsOfOne - 1) / clipsOfOne, streams.count());
        Random random = new Random(seed);
        for (int index = 0; index < streams.count(); index++) {
            Expected expected = new Expected();
            for (int i = index * clipsOfOne; i < Math.min(CLIPS, (index + 1) * clipsOfOne); i++) {
                expected.add(entries.get(i), rate, random);
            }
            assertEquals(expected.events, streams.events(index));
            try (Video stream = streams.stream(index)) {
                assertEquals(expected.pictures.size(), stream.frameCount());
                stream.forEach((i, image) -> assertArrayEquals(expected.pictures.get(i), image.data(), "frame " + i));
                int last = stream.frameCount() - 1;
                List<Image> some = stream.frames(last, 0, last / 2);
                assertArrayEquals(expected.pictures.getLast(), some.get(0).data());
                assertArrayEquals(expected.pictures.getFirst(), some.get(1).data());
                assertArrayEquals(expected.pictures.get(last / 2), some.get(2).data());
                assertThrows(IndexOutOfBoundsException.class, () -> stream.frames(last + 1));
            }
        }
    }

    @Test
    void anEventIsThePartOfTheClipThatIsKnownToMove() throws IOException {
        Path large = clips.resolve("large");
        VideoList list = VideoList.read(large.resolve("list.txt"));
        List<StreamList.Entry> known = StreamList.read(large.resolve(StreamSet.LIST)).streams();
        assertEquals(CLIPS, known.size());
        ClipStreams.Settings settings = new ClipStreams.Settings(10, CLIPS, SECONDS, 5);
        List<StreamEvent> whole = new ClipStreams(list, large, Decoder.JAVA, Gesture.labels(), List.of(), settings).events(0);
        List<StreamEvent> moving = new ClipStreams(list, large, Decoder.JAVA, Gesture.labels(), known, settings).events(0);
        List<StreamList.Entry> gestures = known.stream().filter(clip -> !clip.events().isEmpty()).toList();
        assertEquals(gestures.size(), whole.size());
        assertEquals(gestures.size(), moving.size());
        for (int i = 0; i < whole.size(); i++) {
            StreamEvent event = gestures.get(i).events().getFirst();
            double speed = (whole.get(i).end() - whole.get(i).start()) / gestures.get(i).seconds();
            assertEquals(whole.get(i).label(), event.label());
            assertEquals(whole.get(i).label(), moving.get(i).label());
            assertEquals(event.start() * speed, moving.get(i).start() - whole.get(i).start(), 1e-9);
            assertEquals(event.end() * speed, moving.get(i).end() - whole.get(i).start(), 1e-9);
        }
    }

    @Test
    void whatIsWrittenIsReadAndTheSeedDecidesIt() throws IOException {
        ClipStreams streams = streams(29.97002997002997, 5, 5);
        streams.write(folder.resolve("one"), () -> { });
        StreamList list = StreamList.read(folder.resolve("one").resolve(StreamSet.LIST));
        assertEquals(List.of("00000", "00001", "00002"), list.streams().stream().map(StreamList.Entry::folder).toList());
        for (int i = 0; i < 3; i++) {
            StreamList.Entry entry = list.streams().get(i);
            assertEquals(streams.rate(), entry.rate());
            assertEquals(streams.events(i).stream().map(StreamEvent::label).toList(),
                    entry.events().stream().map(StreamEvent::label).toList());
            assertEquals(streams.events(i).getLast().end(), entry.events().getLast().end(), 5e-4);
            try (Video video = list.open(entry); Video stream = streams.stream(i)) {
                assertEquals(stream.frameCount(), video.frameCount());
                assertEquals(SIZE, video.frames(video.frameCount() - 1).getFirst().width());
            }
        }
        assertEquals(Gesture.labels(), Files.readAllLines(folder.resolve("one/category.txt")));
        streams(29.97002997002997, 5, 5).write(folder.resolve("two"), () -> { });
        assertEquals(files(folder.resolve("one")), files(folder.resolve("two")));
        assertNotEquals(streams.events(0), streams(29.97002997002997, 5, 6).events(0));
        IOException refused = assertThrows(IOException.class, () -> streams.write(folder.resolve("two"), () -> { }));
        assertEquals(folder.resolve("two") + ": expected a new or empty folder, found files in it", refused.getMessage());
    }

    private static Map<String, Integer> files(Path root) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @Test
    void aClipThatCannotBeReadEndsTheWorkAndNothingStays() throws IOException {
        Files.createDirectories(clips.resolve("damaged"));
        Files.writeString(clips.resolve("damaged/img_00001.jpg"), "no picture");
        List<String> lines = new ArrayList<>(Files.readAllLines(clips.resolve("list.txt")));
        lines.add("damaged 1 3");
        VideoList list = VideoList.read(Files.write(folder.resolve("list.txt"), lines));
        ClipStreams streams = streams(list, Gesture.labels(), 5, 4, 1);
        IOException refused = assertThrows(IOException.class, () -> streams.write(folder.resolve("out"), () -> { }));
        assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
        assertEquals(Map.of(), files(folder.resolve("out")));
        try (Stream<Path> left = Files.list(folder.resolve("out"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void impossibleStreamsAreRefusedWithBothNumbers() throws IOException {
        VideoList list = VideoList.read(clips.resolve("list.txt"));
        assertRefused(ShapeException.class, "2 to 240 frames a second expected, got 1.5",
                () -> streams(list, Gesture.labels(), 1.5, 70, 5));
        assertRefused(ShapeException.class, "at least 1 clip a stream expected, got 0",
                () -> streams(list, Gesture.labels(), 10, 0, 5));
        assertRefused(ShapeException.class, "at least 1 clip expected, got 0",
                () -> streams(new VideoList(list.file(), List.of()), Gesture.labels(), 10, 70, 5));
        assertRefused(VideoException.class, "line 4: label 3 of large/",
                () -> streams(list, Gesture.labels().subList(0, 3), 10, 70, 5));
        assertRefused(VideoException.class, "expected are 0 to 2",
                () -> streams(list, Gesture.labels().subList(0, 3), 10, 70, 5));
        assertRefused(VideoException.class, "line 2: label 1 has no name",
                () -> streams(list, Gesture.labels().stream().map(label -> label.equals(Gesture.labels().get(1)) ? "" : label)
                        .toList(), 10, 70, 5));
        List<VideoList.Entry> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.addAll(list.entries());
        }
        assertRefused(ShapeException.class, "at most 99999 frames a stream expected, got ",
                () -> streams(new VideoList(list.file(), many), Gesture.labels(), 10, 14000, 5));
        VideoList absent = VideoList.read(Files.writeString(folder.resolve("list.txt"), "absent 3 0\nlarge 3 1\n"));
        assertRefused(VideoException.class, "1 of 2 clips are not in %s, such as absent".formatted(clips),
                () -> streams(absent, Gesture.labels(), 10, 70, 5));
    }

    private static void assertRefused(Class<? extends Exception> type, String message,
                                      Executable making) {
        Exception refused = assertThrows(type, making);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }
}
