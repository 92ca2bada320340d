package io.github.tsmjava.train.gesture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GestureStreamTest {

    private static final int SIZE = 40;

    private static GestureStreams minutes(double minutes, int seed, double rate) {
        return new GestureStreams(1, minutes, seed, rate, SIZE, Scenery.PLAIN);
    }

    private static byte[] frame(GestureStreams streams, int index) {
        try (Video video = streams.stream(0)) {
            return video.frames(index).getFirst().data();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theSeedDecidesEveryPixel() {
        GestureStreams varied = new GestureStreams(2, 0.5, 4, 10, SIZE, Scenery.VARIED);
        assertArrayEquals(frame(varied, 120), frame(varied, 120));
        assertEquals(varied.events(1), varied.events(1));
        assertNotEquals(varied.events(0), varied.events(1));
        assertNotEquals(varied.events(0), new GestureStreams(1, 0.5, 5, 10, SIZE, Scenery.VARIED).events(0));
    }

    @Test
    void aMomentLooksTheSameAtAnyRate() {
        assertEquals(minutes(1, 3, 10).events(0), minutes(1, 3, 30).events(0));
        for (int i = 0; i < 600; i += 97) {
            assertArrayEquals(frame(minutes(1, 3, 10), i), frame(minutes(1, 3, 30), 3 * i));
        }
    }

    /** All gestures, about as long as people take, one after the other, none cut off. */
    @Test
    void gesturesFollowOneAnother() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 10; seed++) {
            List<StreamEvent> events = minutes(2, seed, 30).events(0);
            assertTrue(events.size() >= 8 && events.size() <= 50, events.size() + " in two minutes");
            double free = 0;
            for (StreamEvent event : events) {
                double length = event.end() - event.start();
                assertTrue(length >= 0.6 - 1e-9 && length <= 1.5 + 1e-9, event.toString());
                assertTrue(event.start() > free && event.end() < 120, event.toString());
                free = event.end();
                seen.add(event.label());
            }
        }
        Set<String> gestures = Gesture.labels().stream().filter(label -> !label.equals(Gesture.NONE.label()))
                .collect(Collectors.toSet());
        assertEquals(gestures, seen);
    }

    /** Where nothing happens, something still moves: networks must learn to say nothing of it. */
    @Test
    void theHandMovesBetweenGesturesToo() {
        GestureStreams streams = minutes(1, 8, 10);
        List<StreamEvent> events = streams.events(0);
        int moving = 0;
        for (int i = 1; i < 600; i++) {
            double time = i / 10.0;
            boolean idle = events.stream().noneMatch(event -> time > event.start() - 0.2 && time < event.end() + 0.2);
            moving += idle && !Arrays.equals(frame(streams, i - 1), frame(streams, i)) ? 1 : 0;
        }
        assertTrue(moving > 60, "only " + moving + " tenths of a second");
    }

    @Test
    void streamsAreWrittenWithTheirEvents(@TempDir Path folder) throws IOException {
        GestureStreams streams = new GestureStreams(2, 0.5, 6, 5, SIZE, Scenery.VARIED);
        Path target = folder.resolve("streams");
        streams.write(target, () -> { });
        StreamList list = StreamList.read(target.resolve(GestureStreams.LIST));
        assertEquals(List.of("00000", "00001"), list.streams().stream().map(StreamList.Entry::folder).toList());
        assertEquals(60, list.seconds(), 1e-9);
        for (int i = 0; i < 2; i++) {
            List<StreamEvent> expected = streams.events(i);
            List<StreamEvent> read = list.streams().get(i).events();
            assertEquals(expected.size(), read.size());
            for (int j = 0; j < read.size(); j++) {
                assertEquals(expected.get(j).label(), read.get(j).label());
                assertEquals(expected.get(j).start(), read.get(j).start(), 5e-4);
                assertEquals(expected.get(j).end(), read.get(j).end(), 5e-4);
            }
        }
        try (Video video = list.open(list.streams().get(1))) {
            assertEquals(150, video.frameCount());
            Image picture = video.frames(20).getFirst();
            assertEquals(SIZE, picture.width());
        }
        assertEquals(Gesture.labels(), Files.readAllLines(target.resolve("category.txt")));
        IOException refused = assertThrows(IOException.class, () -> streams.write(target, () -> { }));
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    @Test
    void impossibleStreamsAreRefused() {
        assertThrows(ShapeException.class, () -> minutes(0, 1, 30));
        assertThrows(ShapeException.class, () -> minutes(1000, 1, 30));
        assertThrows(ShapeException.class, () -> new GestureStreams(0, 1, 1, 30, SIZE, Scenery.PLAIN));
        assertThrows(ShapeException.class, () -> new GestureStreams(1, 1, 1, 30, 1, Scenery.PLAIN));
    }
}
