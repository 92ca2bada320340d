package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.container.VideoTrack;
import io.github.tsmjava.video.ffmpeg.Ffmpeg;
import io.github.tsmjava.video.ffmpeg.FfmpegVideo;
import io.github.tsmjava.video.guard.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames a second, of files made here whose rates are known, and of files that lie about it. */
class FrameRateTest {

    private static final double NOT_SAID = 0;

    @TempDir
    private Path folder;

    private static double rate(Path file) throws IOException {
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(video.frameRate(), new VideoPart(video, 0, 1).frameRate());
            assertEquals(video.frameRate().isPresent(), video.time(1).isPresent());
            return video.frameRate().orElse(NOT_SAID);
        }
    }

    /** The made file has a time unit of 1/25 s, and frames of one unit each. */
    @ParameterizedTest
    @CsvSource({"25, 25", "1, 1", "1000, 1000", "1001, 0", "0, 0", "-1, 0", "30, 30"})
    void mp4(int timescale, double expected) throws IOException {
        MadeH264 made = new MadeH264().frame(MadeH264.keySlice(0, 6));
        for (int frame = 1; frame < 5; frame++) {
            made.frame(MadeH264.skippedSlice(0, frame, 6));
        }
        byte[] bytes = Files.readAllBytes(made.write(folder.resolve("made.mp4")));
        ByteBuffer.wrap(bytes).putInt(find(bytes, "mdhd") + 4 + 12, timescale);
        assertEquals(expected, rate(Files.write(folder.resolve("rate.mp4"), bytes)));
    }

    /** Durations of frames in units of 1/25 s. */
    @ParameterizedTest
    @CsvSource({"2, 12.5", "0, 0", "2147483647, 1.1641532e-8"})
    void durationsInMp4(int duration, double expected) throws IOException {
        MadeH264 made = new MadeH264().frame(MadeH264.keySlice(0, 6)).frame(MadeH264.skippedSlice(0, 1, 6));
        byte[] bytes = Files.readAllBytes(made.write(folder.resolve("made.mp4")));
        ByteBuffer.wrap(bytes).putInt(find(bytes, "stts") + 4 + 12, duration);
        assertEquals(expected, rate(Files.write(folder.resolve("rate.mp4"), bytes)), 1e-7 * expected);
    }

    @ParameterizedTest
    @CsvSource({"25, 1, 25", "30000, 1001, 29.97002997", "0, 1, 0", "25, 0, 0", "0, 0, 0", "-1, 1, 0", "-1, -1, 1"})
    void avi(int rate, int scale, double expected) throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(Pictures.plain(16, 16, 0x808080), "jpg", jpeg);
        byte[] bytes = MadeAvi.of(16, 16, jpeg.toByteArray(), jpeg.toByteArray());
        int header = find(bytes, "strh") + 8;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 20, scale).putInt(header + 24, rate);
        assertEquals(expected, rate(Files.write(folder.resolve("made.avi"), bytes)), 1e-8);
    }

    /** The delay of all frames, and that of the first one, in hundredths of a second. */
    @ParameterizedTest
    @CsvSource({"4, 4, 25", "0, 0, 10", "1, 1, 10", "2, 2, 50", "65535, 65535, 0.00152590", "10, 26, 9.09090909"})
    void gif(int delay, int first, double expected) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("..", "testdata", "swipe-left.gif"));
        int frames = 0;
        for (int at = 0; at + 6 < bytes.length; at++) {
            if (bytes[at] == 0x21 && (bytes[at + 1] & 0xff) == 0xf9 && bytes[at + 2] == 4) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
                        .putShort(at + 4, (short) (frames == 0 ? first : delay));
                frames++;
            }
        }
        assertEquals(16, frames);
        Path file = Files.write(folder.resolve("made.gif"), bytes);
        assertEquals(expected, rate(file), 1e-6);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            double shown = first < 2 ? 0.1 : first / 100.0;
            double then = delay < 2 ? 0.1 : delay / 100.0;
            assertEquals(0, video.time(0).orElseThrow());
            assertEquals(shown, video.time(1).orElseThrow(), 1e-9);
            assertEquals(shown + 14 * then, video.time(15).orElseThrow(), 1e-9);
            assertEquals(3 * then, new VideoPart(video, 4, 5).time(3).orElseThrow(), 1e-9);
        }
    }

    @ParameterizedTest
    @CsvSource(
            {"out_time_us=80000, 25", "out_time_us=0, 0", "out_time_us=N/A, 0", "out_time_us=-5, 0", "out_time_us=, 0",
        "out_time_us=1, 0", "out_time_us=999999999999999, 2e-9", "out_time_us=99999999999999999999, 0"})
    void ffmpeg(String line, double expected) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        Path program = Files.writeString(folder.resolve("ffmpeg"),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then echo ffmpeg version 7.1; exit; fi\n"
                        + "printf 'frame=1\\nout_time_us=40000\\nprogress=continue\\nframe=2\\n" + line
                        + "\\nprogress=end\\n'\n");
        Assumptions.assumeTrue(program.toFile().setExecutable(true), "no executable files");
        Path file = Files.write(folder.resolve("any.video"), new byte[20]);
        try (FfmpegVideo video = FfmpegVideo.open(file, new Ffmpeg(program), Limits.USUAL,
                Deadline.in(Limits.USUAL.time()))) {
            assertEquals(expected, video.frameRate().orElse(NOT_SAID), 1e-9);
        }
    }

    @Test
    void picturesHaveNoRate() throws IOException {
        Pictures.write(Pictures.plain(8, 8, 0), folder.resolve("1.png"));
        assertEquals(OptionalDouble.empty(), Video.open(folder, Decoder.JAVA).frameRate());
        assertEquals(OptionalDouble.empty(), Video.of(List.of(Pictures.grey(1, 1, 3))).frameRate());
    }

    /** Frames are shown at their own times, not at those of the average; what a track hides does not count. */
    @Test
    void timesThatVary() {
        boolean[] keys = new boolean[4];
        VideoTrack track = new VideoTrack("avc1", 32, new byte[0], 0, new long[4], new int[4],
                new long[] {100, 160, 130, 400}, 100, keys, new int[] {0, 2, 1});
        assertEquals(2 / 0.6, track.frameRate().orElseThrow(), 1e-9);
        assertEquals(List.of(0.0, 0.3, 0.6), IntStream.range(0, 3).mapToObj(i -> track.time(i).orElseThrow()).toList());
    }

    @ParameterizedTest
    @CsvSource({"h264_640x480.mp4, 25", "street_h264_426x240.mp4, 29.97", "rotated90_h264_568x320.mov, 30",
            "circle_128.gif, 14.29",
        "kinetics_armwrestling_h264_340x256.mp4, 28"})
    void realFiles(String name, double expected) throws IOException {
        assertEquals(expected, rate(SharedMaterial.find("clips/" + name)), 0.005);
    }

    private static int find(byte[] bytes, String type) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
        assertTrue(at > 0, type);
        return at;
    }
}
