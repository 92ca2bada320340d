package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What decoders leave behind. */
final class Leaks {

    private Leaks() {
    }

    /** A thread that was told to end has a second for it, and then waits a little for other work. */
    static void assertNoDecoder() throws InterruptedException {
        long found = 1;
        for (int tenths = 0; tenths < 15 && found > 0; tenths++) {
            found = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("video decoder")).count();
            if (found > 0) {
                Thread.sleep(100);
            }
        }
        assertEquals(0, found, "threads that decode for nobody");
    }

    /** Files and pipes that this process has open, where the system tells; otherwise 0. */
    static long openFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }
}
