package io.github.tsmjava.web.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledTest {

    /** Each frame is one pixel, whose red is the frame's number. */
    private record Numbered(int frameCount, OptionalDouble frameRate) implements Video {

        @Override
        public String name() {
            return "numbered";
        }

        @Override
        public String decoder() {
            return "synthetic";
        }

        @Override
        public List<Image> frames(int... indices) {
            return Arrays.stream(indices).mapToObj(i -> Image.of(1, 1, new byte[] {(byte) i, 0, 0})).toList();
        }

        @Override
        public void close() {
        }
    }

    private static int number(Image image) {
        return image.data()[0] & 0xff;
    }

    private static List<Integer> numbers(Video video) throws VideoException {
        List<Integer> numbers = new ArrayList<>();
        video.forEach((index, image) -> {
            assertEquals(numbers.size(), index);
            numbers.add(number(image));
        });
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"10, 8, 12", "7.5, 5, 10", "30, 60, 30", "25, 100, 60", "16, 64, 60", "29.97, 3, 2", "240, 200, 13", "1000, 5, 1"})
    void framesAreSpreadEvenly(double rate, int frames, int left) throws VideoException {
        Video video = Resampled.to(15, new Numbered(frames, OptionalDouble.of(rate)));
        assertEquals(left, video.frameCount());
        assertEquals(15, video.frameRate().orElseThrow());
        List<Integer> expected = IntStream.range(0, left).mapToObj(i -> i * frames / left).toList();
        assertEquals(expected, numbers(video));
        assertEquals(expected,
                video.frames(IntStream.range(0, left).toArray()).stream().map(ResampledTest::number).toList());
        assertThrows(IndexOutOfBoundsException.class, () -> video.frames(left));
        video.forEach(left, left, (_, _) -> {
            throw new AssertionError("no frame");
        });
    }

    /** As a file may say; nothing is made of its frames before somebody has looked at their number. */
    @Test
    void aFrameMayLastForMinutes() {
        Video slow = new Numbered(16384, OptionalDouble.of(1 / 655.35));
        assertEquals(161_059_000, Resampled.to(15, slow).frameCount(), 1000);
        assertEquals(Integer.MAX_VALUE, Resampled.to(15, new Numbered(16384, OptionalDouble.of(1e-9))).frameCount());
    }

    @Test
    void whatHasAsManyStaysAsItIs() {
        for (OptionalDouble rate : List.of(OptionalDouble.empty(), OptionalDouble.of(15))) {
            Video video = new Numbered(4, rate);
            assertSame(video, Resampled.to(15, video));
        }
    }
}
