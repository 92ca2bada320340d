package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.decoding.FallbackVideo;
import io.github.tsmjava.video.ffmpeg.Ffmpeg;
import io.github.tsmjava.video.ffmpeg.FfmpegVideo;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs by the name of ffmpeg that do not do what is expected of them, and threads that are interrupted. */
class HostileFfmpegTest {

    private static final Limits LIMITS = Limits.USUAL.withTime(Duration.ofSeconds(1));
    /** Answers for its version. */
    private static final String VERSION = "if [ \"$1\" = -version ]; then echo ffmpeg version 7.1; exit; fi\n";

    @TempDir
    Path folder;

    private Path video;

    @BeforeEach
    void needsShell() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        video = Files.write(folder.resolve("unknown.video"), new byte[1000]);
    }

    @Test
    void framesOfAProgramAreRead() throws Exception {
        Ffmpeg ffmpeg = program(VERSION + """
                case "$*" in *-progress*) echo frame=2; exit;; esac
                printf 'P6\\n1 1\\n255\\nabcP6\\n1 1\\n255\\ndef'
                """);
        try (FrameReader read = FallbackVideo.open(video, Optional.of(ffmpeg), LIMITS)) {
            assertEquals(2, read.frameCount());
            assertEquals(0x616263, Pictures.rgb(read.frames(0, 1).get(0), 0, 0));
            int[] seen = new int[2];
            read.forEach((index, image) -> seen[index] = Pictures.rgb(image, 0, 0));
            assertEquals(0x646566, seen[1]);
        }
    }

    /** The program waits for a child that holds its output. */
    @Test
    void childrenAreKilledAndThePipeIsClosed() throws Exception {
        Path pid = folder.resolve("pid");
        Ffmpeg ffmpeg = program(VERSION + "sleep 60 &\necho $! > " + pid + "\nwait\n");
        VideoException e = within(3, () -> FfmpegVideo.open(video, ffmpeg, LIMITS, Deadline.in(LIMITS.time())));
        assertEquals(video + ": no result within 1.0 seconds", e.getMessage());
        assertEnds(pid);
    }

    /** The program ends, and its child still holds its output. */
    @Test
    void nobodyWaitsForChildrenOfTheDead() throws Exception {
        Path pid = folder.resolve("pid");
        Ffmpeg ffmpeg = program(VERSION + "sleep 60 &\necho $! > " + pid + "\necho sorry >&2\nexit 1\n");
        VideoException e = within(3, () -> FfmpegVideo.open(video, ffmpeg, LIMITS, Deadline.in(LIMITS.time())));
        assertEquals(video + ": ffmpeg cannot decode it: sorry", e.getMessage());
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void endlessOutputAndErrorsEndInTime() throws Exception {
        Ffmpeg talks = program(VERSION + "yes frame=1\n");
        within(3, () -> FfmpegVideo.open(video, talks, LIMITS, Deadline.in(LIMITS.time())));
        Ffmpeg complains = program(VERSION + "yes >&2\n");
        within(3, () -> FfmpegVideo.open(video, complains, LIMITS, Deadline.in(LIMITS.time())));
        Ffmpeg hangs = program("sleep 60\n");
        within(3, () -> FfmpegVideo.open(video, hangs, LIMITS, Deadline.in(LIMITS.time())));
    }

    @Test
    void anInterruptStopsTheProgramAndIsNotLost() throws Exception {
        Path pid = folder.resolve("pid");
        Ffmpeg ffmpeg = program(VERSION + "echo $$ > " + pid + "\nsleep 60\n");
        AtomicReference<VideoException> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            thrown.set(assertThrows(VideoException.class,
                    () -> FallbackVideo.open(video, Optional.of(ffmpeg), Limits.USUAL)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        reader.start();
        while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            Thread.sleep(10);
        }
        reader.interrupt();
        reader.join(3000);
        assertEquals(video + ": interrupted while decoding", thrown.get().getMessage());
        assertTrue(flag.get());
        assertEnds(pid);
    }

    /** Java's decoder is at work when the interrupt comes; ffmpeg must not be started. */
    @Test
    void anInterruptDoesNotLeadToAnotherDecoder() throws Exception {
        Path started = folder.resolve("started");
        Ffmpeg ffmpeg = program("touch " + started + "\n" + VERSION + "echo frame=1000\n");
        Path file = longVideo();
        try (FrameReader read = FallbackVideo.open(file, Optional.of(ffmpeg), Limits.USUAL)) {
            Thread reader = Thread.currentThread();
            Thread.startVirtualThread(() -> {
                sleep(300);
                reader.interrupt();
            });
            VideoException e = assertThrows(VideoException.class, () -> read.frames(999));
            assertTrue(Thread.interrupted(), "the flag is lost");
            assertEquals(file + ": interrupted while decoding", e.getMessage());
            assertEquals("jcodec", read.decoder());
        }
        assertFalse(Files.exists(started));
        Leaks.assertNoDecoder();
    }

    /** Java's decoder gave up long before the limit, so there is time for another one. */
    @Test
    void timeThatIsLeftIsUsed() throws Exception {
        Ffmpeg ffmpeg = program(VERSION + "case \"$*\" in *-progress*) echo frame=2; exit;; esac\n"
                + "printf 'P6\\n1 1\\n255\\nabc'\n");
        byte[] damaged = MadeH264.slice(0, 1).raw("0 1").numbers(0, 0).unit(MadeH264.REFERENCE);
        Path file = new MadeH264().frame(MadeH264.keySlice(0, 6)).frame(damaged).write(folder.resolve("damaged.mp4"));
        try (FrameReader read = FallbackVideo.open(file, Optional.of(ffmpeg), Limits.USUAL)) {
            assertEquals("jcodec", read.decoder());
            assertEquals("1 x 1", read.frames(1).getFirst().toString());
            assertEquals("ffmpeg", read.decoder());
        }
    }

    /** The program may use only what is left of the time. */
    @Test
    void timeThatIsOverDoesNotLeadToAnotherDecoder() throws Exception {
        Path started = folder.resolve("started");
        Ffmpeg ffmpeg = program("touch " + started + "\n" + VERSION + "echo frame=1000\n");
        Path file = longVideo();
        // What opening needs is loaded then, and counts no longer.
        FallbackVideo.open(file, Optional.of(ffmpeg), Limits.USUAL).close();
        Limits limits = Limits.USUAL.withTime(Duration.ofMillis(500));
        try (FrameReader read = FallbackVideo.open(file, Optional.of(ffmpeg), limits)) {
            assertThrows(StoppedException.class, () -> read.frames(999));
        }
        assertFalse(Files.exists(started));
    }

    private Path longVideo() throws IOException {
        MadeH264 made = new MadeH264().sequence(MadeH264.sequence(100, 100, 1).raw("0").unit(MadeH264.SPS))
                .frame(MadeH264.keySlice(0, 10_000));
        for (int frame = 1; frame < 1000; frame++) {
            made.frame(MadeH264.skippedSlice(0, frame, 10_000));
        }
        return made.write(folder.resolve("long.mp4"));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A shell script by the name of ffmpeg. */
    private Ffmpeg program(String script) throws IOException {
        Path program = Files.writeString(Files.createTempDirectory(folder, "bin").resolve("ffmpeg"),
                "#!/bin/sh\n" + script);
        Assumptions.assumeTrue(program.toFile().setExecutable(true), "no executable files");
        return new Ffmpeg(program);
    }

    private interface Opening {

        FrameReader open() throws VideoException;
    }

    private static VideoException within(int seconds, Opening opening) throws IOException {
        long open = Leaks.openFiles();
        long start = System.nanoTime();
        VideoException e = assertThrows(VideoException.class, opening::open);
        assertTrue(System.nanoTime() - start < seconds * 1_000_000_000L, e.getMessage());
        assertEquals(open, Leaks.openFiles());
        return e;
    }

    private static void assertEnds(Path pid) throws Exception {
        long number = Long.parseLong(Files.readString(pid).strip());
        for (int tenths = 0; tenths < 20 && isAlive(number); tenths++) {
            Thread.sleep(100);
        }
        assertFalse(isAlive(number), "process " + number + " goes on");
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
