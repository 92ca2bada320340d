package io.github.tsmjava.video.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.SharedMaterial;
import io.github.tsmjava.video.Video;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in any order of decoding are shown in the order of display, each once. */
class DisplayOrderTest {

    private static final int COUNT = 120;

    /** A video that is decoded in the given order. */
    private static final class Scrambled implements FrameReader {

        private final List<Image> images = IntStream.range(0, COUNT).mapToObj(i -> Pictures.grey(1, 1, i)).toList();
        private final List<Integer> order;
        private int fetched;
        private int broken = -1;

        Scrambled(List<Integer> order) {
            this.order = order;
        }

        @Override
        public String name() {
            return "scrambled";
        }

        @Override
        public int frameCount() {
            return COUNT;
        }

        @Override
        public String decoder() {
            return "test";
        }

        @Override
        public List<Image> frames(int... indices) throws VideoException {
            fetched += indices.length;
            if (Arrays.stream(indices).anyMatch(index -> index == broken)) {
                throw new VideoException(name(), "broken");
            }
            return Arrays.stream(indices).mapToObj(images::get).toList();
        }

        @Override
        public void forEach(FrameConsumer consumer) {
            order.forEach(index -> consumer.accept(index, images.get(index)));
        }

        @Override
        public void close() {
        }
    }

    private static void assertInOrder(Scrambled video) throws VideoException {
        List<Image> shown = new ArrayList<>();
        video.play((index, image) -> {
            assertEquals(shown.size(), index);
            assertSame(video.images.get(index), image);
            shown.add(image);
        });
        assertEquals(COUNT, shown.size());
    }

    private static List<Integer> inOrder() {
        return new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
    }

    /** Groups of frames in any order, as codecs have them, need no second decoding. */
    @Test
    void groupsAreReordered() throws VideoException {
        Random random = new Random(3);
        for (int size = 1; size <= 17; size++) {
            List<Integer> order = inOrder();
            for (int first = 0; first < COUNT; first += size) {
                Collections.shuffle(order.subList(first, Math.min(COUNT, first + size)), random);
            }
            Scrambled video = new Scrambled(order);
            assertInOrder(video);
            assertEquals(0, video.fetched);
        }
    }

    /** No codec has such orders, a damaged file may. */
    @Test
    void wildOrdersAreBroughtInOrderToo() throws VideoException {
        assertInOrder(new Scrambled(inOrder().reversed()));
        List<Integer> shuffled = inOrder();
        Collections.shuffle(shuffled, new Random(5));
        assertInOrder(new Scrambled(shuffled));
    }

    /** As when another decoder begins anew. */
    @Test
    void framesThatComeAgainAreShownOnce() throws VideoException {
        List<Integer> twice = new ArrayList<>(List.of(0, 2, 1, 4));
        twice.addAll(inOrder());
        assertInOrder(new Scrambled(twice));
    }

    @Test
    void aFrameThatCannotBeFetchedIsSaid() {
        Scrambled video = new Scrambled(inOrder().reversed());
        video.broken = 0;
        VideoException e = assertThrows(VideoException.class, () -> video.play((_, _) -> { }));
        assertEquals("scrambled: broken", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"street_h264_426x240.mp4", "rotated90_h264_568x320.mov", "circle_128.gif"})
    void realFilesPlayAsTheirFramesAre(String name) throws Exception {
        Path file = SharedMaterial.find("clips/" + name);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            List<Image> played = new ArrayList<>();
            video.play((index, image) -> {
                assertEquals(played.size(), index);
                played.add(image);
            });
            assertEquals(video.frameCount(), played.size());
            int[] some = IntStream.range(0, played.size()).filter(index -> index % 7 < 3).toArray();
            List<Image> fetched = video.frames(some);
            for (int i = 0; i < some.length; i++) {
                assertTrue(Arrays.equals(fetched.get(i).data(), played.get(some[i]).data()), "frame " + some[i]);
            }
        }
    }
}
