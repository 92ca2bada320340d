package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GIF files whose frames are many, large or damaged. */
class HostileGifTest {

    /** Black, red, green, blue. */
    private static final byte[] PALETTE = {0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1};

    private static final int CLEAR = 4;
    private static final int END = 5;

    @TempDir
    Path folder;

    /** A frame costs what it changes: drawing the whole canvas for each of these would be 2 TB. */
    @Test
    void smallFramesOnALargeCanvasAreCheap() throws Exception {
        ByteArrayOutputStream gif = start(4000, 4000);
        for (int i = 0; i < 50_000; i++) {
            frame(gif, i % 4000, i / 4000, 1, 1, 0, CLEAR, 1, END);
        }
        Path file = write(gif);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(50_000, video.frameCount());
            Image last = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> video.frames(49_999).getFirst());
            assertEquals(0xff0000, Pictures.rgb(last, 3999, 11));
            assertEquals(0xffffff, Pictures.rgb(last, 0, 13));
        }
    }

    @Test
    void tooManyFramesToHoldAreRefusedAtOnce() throws Exception {
        try (Video video = Video.open(SharedMaterial.find("hostile/gbig20k.gif"), Decoder.JAVA)) {
            assertEquals(20_000, video.frameCount());
            int[] hundred = new int[100];
            for (int i = 0; i < 100; i++) {
                hundred[i] = 200 * i;
            }
            String message = assertTimeoutPreemptively(Duration.ofSeconds(1),
                    () -> assertThrows(VideoException.class, () -> video.frames(hundred)).getMessage());
            assertTrue(message.contains("bytes at a time"), message);
        }
    }

    @Test
    void limitsOfFramesPixelsAndBytesHold() throws Exception {
        ByteArrayOutputStream gif = start(10, 10);
        for (int i = 0; i < 3; i++) {
            frame(gif, 0, 0, 1, 1, 0, CLEAR, 1, END);
        }
        Path file = write(gif);
        for (Limits limits : new Limits[] {
            Limits.USUAL.withFrames(2), Limits.USUAL.withPixels(99), Limits.USUAL.withBytes(40)}) {
            assertThrows(VideoException.class, () -> Video.open(file, Decoder.JAVA, limits));
        }
    }

    /** 12 kB for each 16 million pixels: the thread ends between two codes. */
    @Test
    void theTimeLimitEndsTheWork() throws Exception {
        ByteArrayOutputStream gif = start(4000, 4000);
        for (int i = 0; i < 100; i++) {
            denseFrame(gif, 4000);
        }
        Path file = write(gif);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(0xff0000, Pictures.rgb(video.frames(0).getFirst(), 3999, 3999));
        }
        try (Video video = Video.open(file, Decoder.JAVA, Limits.USUAL.withTime(Duration.ofMillis(500)))) {
            long start = System.nanoTime();
            assertThrows(StoppedException.class, () -> video.frames(99));
            assertTrue(System.nanoTime() - start < 1_500_000_000);
        }
        Leaks.assertNoDecoder();
    }

    /** ImageIO misplaced rows of interlaced frames of fewer than five. */
    @Test
    void rowsOfInterlacedFramesFindTheirPlace() throws Exception {
        ByteArrayOutputStream gif = start(1, 3);
        // Rows 0, 2, 1 are red, green, blue.
        frame(gif, 0, 0, 1, 3, 0x40, CLEAR, 1, 2, CLEAR, 3, END);
        try (Video video = Video.open(write(gif), Decoder.JAVA)) {
            byte[] expected = {-1, 0, 0, 0, 0, -1, 0, -1, 0};
            assertArrayEquals(expected, video.frames(0).getFirst().data());
        }
    }

    @Test
    void framesMayReachOverTheCanvas() throws Exception {
        ByteArrayOutputStream gif = start(2, 2);
        frame(gif, 1, 1, 1, 3, 0, CLEAR, 1, 2, CLEAR, 3, END);
        frame(gif, 60_000, 60_000, 1, 1, 0, CLEAR, 1, END);
        try (Video video = Video.open(write(gif), Decoder.JAVA)) {
            assertEquals(0xff0000, Pictures.rgb(video.frames(1).getFirst(), 1, 1));
        }
    }

    @Test
    void framesWithTooFewPixelsAreRefused() throws Exception {
        ByteArrayOutputStream gif = start(4000, 4000);
        frame(gif, 0, 0, 4000, 4000, 0, CLEAR, 1, END);
        try (Video video = Video.open(write(gif), Decoder.JAVA)) {
            String message = assertThrows(VideoException.class, () -> video.frames(0)).getMessage();
            assertTrue(message.contains("frame 0 cannot be decoded"), message);
        }
    }

    private static ByteArrayOutputStream start(int width, int height) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
        shorts(gif, width, height);
        gif.writeBytes(new byte[] {(byte) 0x81, 0, 0});
        gif.writeBytes(PALETTE);
        return gif;
    }

    /** @param codes of three bits, so no more than two in a row without a clear code */
    private static void frame(ByteArrayOutputStream gif, int left, int top, int width, int height, int flags,
                              int... codes) {
        gif.write(0x2c);
        shorts(gif, left, top, width, height);
        gif.write(flags);
        gif.write(2);
        int bits = 0;
        for (int i = 0; i < codes.length; i++) {
            bits |= codes[i] << 3 * i;
        }
        gif.write(3);
        gif.writeBytes(new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16)});
        gif.write(0);
    }

    /** A square of one colour. Each code stands for one pixel more than the one before. */
    private static void denseFrame(ByteArrayOutputStream gif, int side) {
        gif.write(0x2c);
        shorts(gif, 0, 0, side, side);
        gif.write(0);
        gif.write(2);
        BitSet bits = new BitSet();
        int length = 0;
        int next = 4096;
        int size = 3;
        for (int done = 0; done < side * side; ) {
            int code = next == 4096 ? CLEAR : next == END ? 1 : next;
            length = put(bits, length, code, code == CLEAR && done > 0 ? 12 : size);
            done += code == CLEAR ? 0 : code == 1 ? 1 : next - END + 1;
            next = code == CLEAR ? END : next + 1;
            size = code == CLEAR ? 3 : Math.min(12, 32 - Integer.numberOfLeadingZeros(next));
        }
        byte[] octets = Arrays.copyOf(bits.toByteArray(), (length + 7) / 8);
        for (int at = 0; at < octets.length; at += 255) {
            int count = Math.min(255, octets.length - at);
            gif.write(count);
            gif.write(octets, at, count);
        }
        gif.write(0);
    }

    private static int put(BitSet bits, int at, int code, int size) {
        for (int i = 0; i < size; i++) {
            bits.set(at + i, (code >> i & 1) != 0);
        }
        return at + size;
    }

    private static void shorts(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
            out.write(value >> 8);
        }
    }

    private Path write(ByteArrayOutputStream gif) throws Exception {
        gif.write(0x3b);
        return Files.write(folder.resolve("made.gif"), gif.toByteArray());
    }
}
