package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.video.Image;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCacheTest {

    private static final int FRAMES = 9;

    /** What was asked of videos, a list for each time. */
    private final List<List<Integer>> decoded = new ArrayList<>();

    private Video video(String decoder) {
        return new Video() {
            @Override
            public Path path() {
                return Path.of("clip");
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
            public List<Image> frames(int... indices) {
                decoded.add(Arrays.stream(indices).boxed().toList());
                return Arrays.stream(indices).mapToObj(FrameCacheTest::image).toList();
            }

            @Override
            public void close() {
            }
        };
    }

    private static Image image(int index) {
        byte[] pixels = new byte[4 * 4 * 3];
        Arrays.fill(pixels, (byte) index);
        return Image.of(4, 4, pixels);
    }

    private void check(FrameCache cache, String decoder, int... wanted) throws VideoException {
        List<Image> images = cache.frames(7, () -> video(decoder), count -> wanted);
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
    void withoutRoomEverythingIsReadAnew() throws VideoException {
        FrameCache cache = new FrameCache(0);
        check(cache, "frames", 1, 3);
        check(cache, "frames", 1, 3);
        assertEquals(List.of(List.of(1, 3), List.of(1, 3)), decoded);
    }
}
