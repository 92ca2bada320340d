package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCacheTest {

    private static final int FRAMES = 9;

    /** What was asked of videos, a list for each time. */
    private final List<List<Integer>> decoded = new ArrayList<>();

    private class FakeVideo implements Video {

        private final String decoder;

        FakeVideo(String decoder) {
            this.decoder = decoder;
        }

        @Override
        public String name() {
            return "clip";
        }

        @Override
        public int frameCount() {
            return FRAMES;
        }

        @Override
        public String decoder() {
            return decoder;
        }

        @Override
        public List<Image> frames(int... indices) throws VideoException {
            decoded.add(Arrays.stream(indices).boxed().toList());
            return Arrays.stream(indices).mapToObj(FrameCacheTest::image).toList();
        }

        @Override
        public void close() {
        }
    }

    private static Image image(int index) {
        byte[] pixels = new byte[4 * 4 * 3];
        Arrays.fill(pixels, (byte) index);
        return Image.of(4, 4, pixels);
    }

    private void check(FrameCache cache, String decoder, int... wanted) throws VideoException {
        List<Image> images = cache.frames(7, () -> new FakeVideo(decoder), count -> wanted);
        assertEquals(wanted.length, images.size());
        for (int i = 0; i < wanted.length; i++) {
            assertArrayEquals(image(wanted[i]).data(), images.get(i).data());
        }
    }

    @Test
    void ofAFolderOnlyWhatIsMissingIsRead() throws VideoException {
        FrameCache cache = new FrameCache(1 << 20);
        check(cache, "frames", 1, 3, 3, 5);
        check(cache, "frames", 0, 3, 5, 8, 0);
        check(cache, "frames", 8, 1);
        assertEquals(List.of(List.of(1, 3, 5), List.of(0, 8)), decoded);
    }

    @Test
    void aVideoFileIsReadOnce() throws VideoException {
        FrameCache cache = new FrameCache(1 << 20);
        check(cache, "java", 1, 3);
        int times = decoded.size();
        check(cache, "java", 0, 8);
        assertEquals(times, decoded.size());
    }

    @Test
    void framesOfTwoSizesAreRefusedWhateverIsKept() throws VideoException {
        for (int room : new int[] {0, 1 << 20}) {
            FrameCache cache = new FrameCache(room);
            for (String decoder : List.of("frames", "java")) {
                Video mixed = mixed(decoder);
                int key = decoder.hashCode();
                assertEquals(2, cache.frames(key, () -> mixed, count -> new int[] {0, 2}).size());
                assertEquals(1, cache.frames(key, () -> mixed, count -> new int[] {5}).size());
                VideoException refusal = assertThrows(VideoException.class,
                        () -> cache.frames(key, () -> mixed, count -> new int[] {0, 5}));
                assertTrue(refusal.getMessage().contains("frames of 4 x 4 and of 2 x 2"), refusal.getMessage());
            }
        }
    }

    /** Like a folder or a file whose last frames are smaller. */
    private Video mixed(String decoder) {
        return new FakeVideo(decoder) {
            @Override
            public List<Image> frames(int... indices) throws VideoException {
                List<Image> images = Arrays.stream(indices)
                        .mapToObj(index -> index < 5 ? image(index) : Image.of(2, 2, new byte[12])).toList();
                if (images.stream().map(Image::width).distinct().count() > 1) {
                    throw new VideoException(name(), "frames of 4 x 4 and of 2 x 2 pixels");
                }
                return images;
            }

            @Override
            public void forEach(FrameConsumer consumer) throws VideoException {
                for (int index = 0; index < FRAMES; index++) {
                    consumer.accept(index, frames(index).getFirst());
                }
            }
        };
    }

    /** What is kept must not decide which decoder's pixels a clip has. */
    @Test
    void aFileThatNeedsASecondDecoderIsNotKept() throws VideoException {
        FrameCache cache = new FrameCache(1 << 20);
        for (int i = 0; i < 2; i++) {
            Video changing = new FakeVideo("java") {

                private boolean second;

                @Override
                public String decoder() {
                    return second ? "ffmpeg" : "java";
                }

                @Override
                public void forEach(FrameConsumer consumer) {
                    consumer.accept(0, image(99));
                    second = true;
                    consumer.accept(FRAMES, image(99));
                }
            };
            List<Image> images = cache.frames(3, () -> changing, count -> new int[] {0});
            assertArrayEquals(image(0).data(), images.getFirst().data());
        }
    }

    /** A long video must not fill the memory with frames that no clip can be made of. */
    @Test
    void aVideoFileWithoutRoomGivesItBack() throws VideoException {
        FrameCache cache = new FrameCache(2L * FrameCacheTest.image(0).data().length);
        check(cache, "java", 1, 3);
        check(cache, "java", 1, 3);
        decoded.clear();
        for (int i = 0; i < 2; i++) {
            assertEquals(1, cache.frames(8, () -> new FakeVideo("frames"), count -> new int[] {5}).size());
        }
        assertEquals(List.of(List.of(5)), decoded);
    }

    @Test
    void withoutRoomEverythingIsReadAnew() throws VideoException {
        FrameCache cache = new FrameCache(0);
        check(cache, "frames", 1, 3);
        check(cache, "frames", 1, 3);
        assertEquals(List.of(List.of(1, 3), List.of(1, 3)), decoded);
    }
}
