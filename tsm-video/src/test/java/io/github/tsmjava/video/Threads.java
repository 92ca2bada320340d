package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What decoders leave behind. */
final class Threads {

    private Threads() {
    }

    /** A thread that was told to end has a second for it. */
    static void assertNoDecoder() throws InterruptedException {
        long found = 1;
        for (int tenths = 0; tenths < 10 && found > 0; tenths++) {
            found = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("video decoder")).count();
            if (found > 0) {
                Thread.sleep(100);
            }
        }
        assertEquals(0, found, "threads that decode for nobody");
    }
}
