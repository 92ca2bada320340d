package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tsmjava.video.ffmpeg.Ffmpeg;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real videos from cameras and encoders, sound and damaged, against ffmpeg where it is installed. */
class ClipsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Every frame, so that the order of B-frames, rotation, colours and the end of the video are compared too. */
    @ParameterizedTest
    @ValueSource(strings = {
        "clips/h264_640x480.mp4", "clips/kinetics_armwrestling_h264_340x256.mp4", "clips/street_h264_426x240.mp4",
        "clips/rotated90_h264_568x320.mov", "clips/circle_128.gif", "data/utd-mhad/clips/a01_s2_t1.mp4"})
    void javaDecodesWhatFfmpegDecodes(String name) throws Exception {
        Path file = SharedMaterial.find(name);
        assumeFfmpeg();
        try (Video java = Video.open(file, Decoder.JAVA); Video ffmpeg = Video.open(file, Decoder.FFMPEG)) {
            assertEquals(ffmpeg.frameCount(), java.frameCount());
            int[] all = IntStream.range(0, java.frameCount()).toArray();
            assertEquals(new Difference(0, 0), Difference.between(java.frames(all), ffmpeg.frames(all)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clips/kinetics_armwrestling_h264_340x256.mp4", "clips/street_h264_426x240.mp4"})
    void singleFramesEqualThoseOfAWholePass(String name) throws Exception {
        try (Video video = Video.open(SharedMaterial.find(name), Decoder.JAVA)) {
            List<Image> all = video.frames(IntStream.range(0, video.frameCount()).toArray());
            for (int index : new int[] {video.frameCount() - 1, 100, 101, 7, 0}) {
                assertArrayEquals(all.get(index).data(), video.frames(index).getFirst().data(), "frame " + index);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clips/street_h264_426x240.mp4", "clips/rotated90_h264_568x320.mov", "clips/circle_128.gif",
        "frames/utd_a01_s2_t1"})
    void framesOneByOneAreThoseFetched(String name) throws Exception {
        Path file = SharedMaterial.find(name);
        List<Decoder> decoders = Files.isDirectory(file) || Ffmpeg.installed().isEmpty()
                ? List.of(Decoder.JAVA) : List.of(Decoder.JAVA, Decoder.FFMPEG, Decoder.AUTO);
        for (Decoder decoder : decoders) {
            try (Video video = Video.open(file, decoder)) {
                Image[] frames = new Image[video.frameCount()];
                video.forEach((index, image) -> frames[index] = image);
                int[] all = IntStream.range(0, video.frameCount()).toArray();
                assertEquals(new Difference(0, 0), Difference.between(video.frames(all), Arrays.asList(frames)));
            }
        }
    }

    /** From anywhere to anywhere, as the tasks of a long video read it. */
    @ParameterizedTest
    @ValueSource(strings = {"clips/street_h264_426x240.mp4", "clips/kinetics_armwrestling_h264_340x256.mp4",
        "clips/rotated90_h264_568x320.mov", "clips/circle_128.gif", "frames/utd_a01_s2_t1"})
    void aPartIsPlayedAsInTheWhole(String name) throws Exception {
        Path file = SharedMaterial.find(name);
        List<Decoder> decoders = Files.isDirectory(file) || Ffmpeg.installed().isEmpty()
                ? List.of(Decoder.JAVA) : List.of(Decoder.JAVA, Decoder.FFMPEG);
        for (Decoder decoder : decoders) {
            try (Video video = Video.open(file, decoder)) {
                List<Image> whole = new ArrayList<>();
                video.play((_, image) -> whole.add(image));
                int count = whole.size();
                for (int[] part : new int[][] {{0, 1}, {count / 3, count / 2 + 1},
                    {count / 2, count}, {count - 1, count}, {0, count}}) {
                    List<Image> played = new ArrayList<>();
                    video.play(part[0], part[1], (index, image) -> {
                        assertEquals(part[0] + played.size(), index);
                        played.add(image);
                    });
                    assertEquals(part[1] - part[0], played.size());
                    assertEquals(new Difference(0, 0), Difference.between(whole.subList(part[0], part[1]), played));
                }
                video.play(1, 1, (_, _) -> fail("no frame"));
                assertThrows(IndexOutOfBoundsException.class, () -> video.play(1, count + 1, (_, _) -> { }));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyClipIsReadOrRefusedInOneLine() throws Exception {
        List<Path> clips;
        try (Stream<Path> files = Files.list(SharedMaterial.find("clips"))) {
            clips = files.sorted().toList();
        }
        return clips.stream().flatMap(clip -> Arrays.stream(Decoder.values()).map(decoder -> DynamicTest.dynamicTest(
                clip.getFileName() + " " + decoder, () -> readOrRefuse(clip, decoder))));
    }

    @TestFactory
    Stream<DynamicTest> damagedClipsAreReadOrRefusedInOneLine() throws Exception {
        Path clips = SharedMaterial.find("clips");
        return Stream.of("h264_640x480.mp4", "rotated90_h264_568x320.mov", "circle_128.gif", "mpeg4_asp_320x240.avi")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    byte[] sound = Files.readAllBytes(clips.resolve(name));
                    Path copy = folder.resolve(name);
                    for (int length = 1; length < sound.length; length *= 2) {
                        Files.write(copy, Arrays.copyOf(sound, length));
                        readOrRefuse(copy, Decoder.JAVA);
                    }
                    Random random = new Random(7);
                    for (int round = 0; round < 60; round++) {
                        byte[] flipped = sound.clone();
                        // The tables, which are small, deserve as much attention as the pictures.
                        int position = switch (round % 3) {
                            case 0 -> random.nextInt(sound.length);
                            case 1 -> random.nextInt(Math.min(4000, sound.length));
                            default -> sound.length - 1 - random.nextInt(Math.min(4000, sound.length));
                        };
                        flipped[position] ^= (byte) (1 << random.nextInt(8));
                        Files.write(copy, flipped);
                        readOrRefuse(copy, Decoder.JAVA);
                    }
                }));
    }

    private static void readOrRefuse(Path file, Decoder decoder) {
        assertTimeoutPreemptively(LIMIT, () -> {
            try (Video video = Video.open(file, decoder)) {
                int last = Math.min(video.frameCount() - 1, 20);
                assertEquals(3, video.frames(0, last / 2, last).size());
            } catch (VideoException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            }
        });
    }

    @Test
    void brokenClipsAreRefusedByTheStrictDecoder() {
        Path corrupted = SharedMaterial.find("clips/corrupted_h264.mp4");
        VideoException e = assertThrows(VideoException.class, () -> {
            try (Video video = Video.open(corrupted, Decoder.JAVA)) {
                video.frames(IntStream.range(0, video.frameCount()).toArray());
            }
        });
        assertTrue(e.getMessage().contains("cannot be decoded in Java"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clips/mpeg4_asp_320x240.avi", "clips/vp8_1280x720.webm", "clips/corrupted_h264.mp4"})
    void ffmpegTakesOver(String name) throws Exception {
        Path file = SharedMaterial.find(name);
        assumeFfmpeg();
        try (Video video = Video.open(file, Decoder.AUTO)) {
            int last = Math.min(video.frameCount(), 49) - 1;
            video.frames(0, last);
            assertEquals("ffmpeg", video.decoder());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i.mp4", "a b'c\"d.mp4", "http:%2d,x.mp4", "[1];$x.mp4"})
    void ffmpegReadsAnyFileName(String name) throws Exception {
        Path sound = SharedMaterial.find("clips/rotated90_h264_568x320.mov");
        assumeFfmpeg();
        Path file = Files.copy(sound, folder.resolve(name));
        try (Video video = Video.open(file, Decoder.FFMPEG)) {
            assertEquals(3, video.frameCount());
            assertEquals("320 x 568", video.frames(2, 0).getFirst().toString());
        }
    }

    private static void assumeFfmpeg() {
        Assumptions.assumeTrue(Ffmpeg.installed().isPresent(), "ffmpeg is not installed");
    }
}
