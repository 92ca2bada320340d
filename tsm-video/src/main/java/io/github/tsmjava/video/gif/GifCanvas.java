package io.github.tsmjava.video.gif;

import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.Arrays;

/** Draws the frames of a GIF one over the other on white, as ffmpeg does. A frame costs what it changes. */
final class GifCanvas {

    private static final int[] FIRST_ROWS = {0, 4, 2, 1};
    private static final int[] ROW_STEPS = {8, 8, 4, 2};

    private final Path path;
    private final GifFile file;
    private final GifPixels codes;
    private final byte[] pixels;
    private int drawn;
    /** What was in the place of the last frame, if it is to be restored. */
    private byte[] covered;

    GifCanvas(Path path, GifFile file) {
        this.path = path;
        this.file = file;
        this.codes = new GifPixels(file.bytes());
        this.pixels = new byte[file.width() * file.height() * 3];
        Arrays.fill(pixels, (byte) 0xff);
    }

    /** How many frames were drawn. */
    int drawn() {
        return drawn;
    }

    /** Draws the next frame. */
    void draw() throws VideoException {
        Guard.check();
        if (drawn > 0) {
            dispose(file.frames().get(drawn - 1));
        }
        GifFile.Frame frame = file.frames().get(drawn);
        if (frame.palette() == 0) {
            throw new NeedsFfmpegException(path, "a GIF without colours");
        }
        covered = frame.disposal() == GifFile.RESTORE ? copy(frame) : null;
        byte[] numbers;
        try {
            numbers = codes.read(frame.data(), (int) frame.pixels());
        } catch (RuntimeException | OutOfMemoryError e) {
            throw Guard.undecodable(path, "frame " + drawn, e);
        }
        for (int row = 0, pass = 0, y = 0; row < frame.height(); row++) {
            drawRow(frame, numbers, row * frame.width(), y);
            y += frame.interlaced() ? ROW_STEPS[pass] : 1;
            while (frame.interlaced() && y >= frame.height() && pass < 3) {
                y = FIRST_ROWS[++pass];
            }
        }
        drawn++;
    }

    private void drawRow(GifFile.Frame frame, byte[] numbers, int from, int y) {
        if (frame.top() + y >= file.height()) {
            return;
        }
        int to = start(frame, y);
        for (int x = 0; x < columns(frame); x++, to += 3) {
            int number = numbers[from + x] & 0xff;
            if (number != frame.transparent()) {
                boolean known = number < frame.colours();
                for (int c = 0; c < 3; c++) {
                    pixels[to + c] = known ? file.bytes()[frame.palette() + 3 * number + c] : 0;
                }
            }
        }
    }

    private void dispose(GifFile.Frame frame) {
        int length = 3 * columns(frame);
        for (int y = 0; y < rows(frame); y++) {
            int start = start(frame, y);
            if (covered != null) {
                System.arraycopy(covered, y * length, pixels, start, length);
            } else if (frame.disposal() == GifFile.KEEP_NOTHING) {
                Arrays.fill(pixels, start, start + length, (byte) 0xff);
            }
        }
    }

    private byte[] copy(GifFile.Frame frame) {
        int length = 3 * columns(frame);
        byte[] copy = new byte[length * rows(frame)];
        for (int y = 0; y < rows(frame); y++) {
            System.arraycopy(pixels, start(frame, y), copy, y * length, length);
        }
        return copy;
    }

    private int start(GifFile.Frame frame, int y) {
        return 3 * ((frame.top() + y) * file.width() + frame.left());
    }

    /** Of the frame, within the canvas. */
    private int columns(GifFile.Frame frame) {
        return Math.max(0, Math.min(frame.width(), file.width() - frame.left()));
    }

    private int rows(GifFile.Frame frame) {
        return Math.max(0, Math.min(frame.height(), file.height() - frame.top()));
    }

    /** A copy of the canvas. */
    Image shown() {
        return Image.of(file.width(), file.height(), pixels.clone());
    }
}
