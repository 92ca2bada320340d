package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.MadeH264.Bits;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H.264 behind whose headers or blocks jcodec would loop, or fill the memory. */
class HostileH264Test {

    private static final long BILLION = 1_000_000_000;

    @TempDir
    Path folder;

    @Test
    void madeFilesAreSoundUntilTheyAreMadeHostile() throws Exception {
        Path file = new MadeH264().frame(MadeH264.keySlice(0, 4), MadeH264.keySlice(4, 2))
                .frame(MadeH264.skippedSlice(0, 1, 6)).write(folder.resolve("sound.mp4"));
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(2, video.frameCount());
            for (Image image : video.frames(0, 1)) {
                assertEquals("48 x 32", image.toString());
                assertEquals(0x828282, Pictures.rgb(image, 47, 31));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile/mp4-acd7417f.mp4", "hostile/hrd.mp4"})
    void filesThatLoopedAreRefused(String name) throws Exception {
        refuse(SharedMaterial.find(name));
    }

    @TestFactory
    Stream<DynamicTest> headersThatCountTooMuchAreRefused() {
        Bits buffers = MadeH264.sequence(3, 2, 1).raw("1 0 0 0 0 0 1").numbers(BILLION).fixed(8, 0);
        Bits cycle = MadeH264.sequenceUpToOrder().numbers(1).raw("0").numbers(0, 0, BILLION);
        Bits groups = new Bits().numbers(0, 0).raw("0 0").numbers(1, 6, BILLION);
        Bits endless = MadeH264.slice(0, 1).raw("0 1").numbers(0, 0);
        Bits reordered = MadeH264.slice(0, 1).raw("0 1");
        Bits marked = MadeH264.slice(0, 1).raw("0 0 1");
        for (int i = 0; i < 100_000; i++) {
            reordered.numbers(i % 2, 0);
            marked.numbers(1, 0);
        }
        return Stream.of(
                refused("buffers", small().sequence(buffers.unit(MadeH264.SPS))),
                refused("order cycle", small().sequence(cycle.unit(MadeH264.SPS))),
                refused("slice groups", small().picture(groups.unit(MadeH264.PPS))),
                refused("references", small().picture(MadeH264.picture(0, BILLION).unit(MadeH264.PPS))),
                refused("own references", small(),
                        MadeH264.slice(0, 1).raw("1").numbers(BILLION).unit(MadeH264.REFERENCE)),
                refused("endless reordering", small(), endless.unit(MadeH264.REFERENCE)),
                refused("reordering", small(),
                        reordered.numbers(3).raw("0").numbers(0, 1, 6).unit(MadeH264.REFERENCE)),
                refused("markings", small(),
                        marked.numbers(0, 0, 1, 6).unit(MadeH264.REFERENCE)));
    }

    /** Each slice alone is allowed, but the blocks of a frame times their number would be days of work. */
    @TestFactory
    Stream<DynamicTest> slicesThatRepeatEachOtherAreRefused() {
        int blocks = 100 * 100;
        byte[][] same = IntStream.range(0, 10_000).mapToObj(i -> MadeH264.skippedSlice(0, 1, blocks))
                .toArray(byte[][]::new);
        byte[][] longer = IntStream.range(0, 10_000).mapToObj(i -> MadeH264.skippedSlice(i, 1, blocks - i))
                .toArray(byte[][]::new);
        byte[][] backwards = IntStream.range(0, 10_000)
                .mapToObj(i -> MadeH264.skippedSlice(blocks - 1 - i, 1, i + 1)).toArray(byte[][]::new);
        return Stream.of(refused("same", large(), same), refused("longer", large(), longer),
                refused("backwards", large(), backwards));
    }

    @Test
    void manyEmptyUnitsAreRefused() throws Exception {
        byte[] units = new byte[5 << 22];
        for (int i = 3; i < units.length; i += 5) {
            units[i] = 1;
        }
        refuse(new MadeH264().sample(units).write(folder.resolve("units.mp4")));
    }

    /** A stream that marks pictures itself but never drops one keeps no more than it said. */
    @Test
    void referencesDoNotPileUp() throws Exception {
        MadeH264 made = large();
        for (int frame = 1; frame < 16; frame++) {
            made.frame(MadeH264.slice(0, frame).raw("0 0 1").numbers(4, 0, 0).numbers(0, 1).numbers(10_000)
                    .unit(MadeH264.REFERENCE));
        }
        Path file = made.write(folder.resolve("references.mp4"));
        long[] used = new long[16];
        try (Video video = Video.open(file, Decoder.JAVA)) {
            video.forEach((index, image) -> used[index] = index == 1 || index == 15 ? usedMemory() : 0);
        }
        // A frame of 100 x 100 blocks with its motion has 5 MB, and 14 came in between.
        assertTrue(used[15] - used[1] < 30_000_000, used[15] - used[1] + " bytes more");
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void moreReferencesThanAnyLevelAllowsAreRefused() throws Exception {
        byte[] sequence = MadeH264.sequence(1024, 256, 16).raw("0").unit(MadeH264.SPS);
        String message = refuse(new MadeH264().sequence(sequence).frame(MadeH264.keySlice(0, 1))
                .write(folder.resolve("large.mp4")));
        assertTrue(message.contains("16 reference frames of 16384 x 4096 pixels, allowed are 2"), message);
    }

    @Test
    void croppingLeavesSomething() throws Exception {
        byte[] sequence = MadeH264.sequenceUpToOrder().numbers(2, 1).raw("0").numbers(2, 1).raw("1 1 1")
                .numbers(12, 12, 0, 0).raw("0").unit(MadeH264.SPS);
        refuse(new MadeH264().sequence(sequence).frame(MadeH264.keySlice(0, 6)).write(folder.resolve("cropped.mp4")));
    }

    /** Work that is real, only too much of it: the thread ends between two blocks. */
    @Test
    void theTimeLimitEndsTheWork() throws Exception {
        MadeH264 made = large();
        for (int frame = 1; frame < 1000; frame++) {
            made.frame(MadeH264.skippedSlice(0, frame, 10_000));
        }
        Path file = made.write(folder.resolve("long.mp4"));
        // What opening needs is loaded then, and counts no longer.
        Video.open(file, Decoder.JAVA).close();
        Limits limits = Limits.USUAL.withTime(Duration.ofMillis(500));
        try (Video video = Video.open(file, Decoder.JAVA, limits)) {
            long start = System.nanoTime();
            VideoException e = assertThrows(StoppedException.class, () -> video.frames(999));
            assertEquals(file + ": no result within 0.5 seconds", e.getMessage());
            assertTrue(System.nanoTime() - start < 1_500_000_000L);
            Leaks.assertNoDecoder();
        }
    }

    private MadeH264 small() {
        return new MadeH264().frame(MadeH264.keySlice(0, 6));
    }

    private MadeH264 large() {
        return new MadeH264().sequence(MadeH264.sequence(100, 100, 1).raw("0").unit(MadeH264.SPS))
                .frame(MadeH264.keySlice(0, 10_000));
    }

    /** @param second the units of the frame behind the first one */
    private DynamicTest refused(String name, MadeH264 made, byte[]... second) {
        return DynamicTest.dynamicTest(name, () -> {
            refuse((second.length == 0 ? made : made.frame(second)).write(folder.resolve(name + ".mp4")));
        });
    }

    private String refuse(Path file) throws IOException, InterruptedException {
        long open = Leaks.openFiles();
        long start = System.nanoTime();
        VideoException e = assertThrows(VideoException.class, () -> {
            try (Video video = Video.open(file, Decoder.JAVA)) {
                video.frames(IntStream.range(0, video.frameCount()).toArray());
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 5, seconds + " seconds: " + e.getMessage());
        assertTrue(!(e instanceof StoppedException) && e.getMessage().lines().count() == 1, e.getMessage());
        assertTrue(e.getMessage().startsWith(file + ": ") && !e.getMessage().contains("heap"), e.getMessage());
        Leaks.assertNoDecoder();
        assertEquals(open, Leaks.openFiles());
        return e.getMessage();
    }
}
