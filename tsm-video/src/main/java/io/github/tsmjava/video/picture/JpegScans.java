package io.github.tsmjava.video.picture;

import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;

/**
 * Counts the scans of a JPEG before it is decoded. Each one costs a pass over the whole picture, however little it
 * holds, and a progressive picture can have any number of them.
 */
final class JpegScans {

    private static final int MAX_SCANS = 200;
    /** Ten passes, as encoders make them, over 26 million pixels. */
    private static final long MAX_WORK = 1L << 28;

    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;

    private JpegScans() {
    }

    /** @throws VideoException if there are too many for its size */
    static void check(Path file, byte[] jpeg) throws VideoException {
        long pixels = 0;
        int scans = 0;
        int position = 2;
        while (position + 1 < jpeg.length) {
            int marker = jpeg[position + 1] & 0xff;
            if ((jpeg[position] & 0xff) != 0xff || marker == 0 || marker == 0xff || isAlone(marker)) {
                // Data of a scan, or one of their marks.
                position += marker == 0xff ? 1 : (jpeg[position] & 0xff) == 0xff ? 2 : 1;
                continue;
            }
            if (marker == END_OF_IMAGE) {
                break;
            }
            if (isFrame(marker)) {
                pixels = (long) number(jpeg, position + 5) * number(jpeg, position + 7);
            }
            if (marker == START_OF_SCAN) {
                scans++;
            }
            position += 2 + Math.max(2, number(jpeg, position + 2));
        }
        // A single scan is no more work than any picture of its size.
        if (scans > MAX_SCANS || scans > 1 && scans * pixels > MAX_WORK) {
            throw new VideoException(file, "a JPEG picture of %d pixels in %d scans, allowed are %d"
                    .formatted(pixels, scans, Math.clamp(MAX_WORK / Math.max(1, pixels), 1, MAX_SCANS)));
        }
    }

    private static boolean isAlone(int marker) {
        return marker == 1 || marker >= 0xd0 && marker <= 0xd8;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** 0 behind the end: a decoder will say what is missing. */
    private static int number(byte[] jpeg, int at) {
        return at + 1 < jpeg.length ? (jpeg[at] & 0xff) << 8 | jpeg[at + 1] & 0xff : 0;
    }
}
