package io.github.tsmjava.web;

import io.github.tsmjava.video.image.Image;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes pictures as YUV4MPEG2, which Chromium takes for a camera: 4:2:0, BT.601, limited range. It plays the file round
 * and round, and crashes if the file is not whole.
 */
final class Y4m {

    static final int RATE = 30;
    /** How long a drawn clip lasts, as which it is as quick as the gestures of drawn streams. */
    private static final double CLIP_SECONDS = 1.6;

    private Y4m() {
    }

    /** A gesture at its natural speed, with the hand at rest before and after it. */
    static Path gesture(List<Image> frames, Path file) throws IOException {
        write(played(frames), file);
        return file;
    }

    /**
     * The same, picture by picture. Nothing is seen for a moment before it begins anew: a hand that jumps from where it
     * ends to where it begins has made another gesture.
     */
    static List<Image> played(List<Image> frames) {
        return played(frames, 1.5);
    }

    /** @param rest seconds before and after the gesture */
    static List<Image> played(List<Image> frames, double rest) {
        List<Image> played = new ArrayList<>();
        hold(frames.getFirst(), rest, played);
        int count = (int) (CLIP_SECONDS * RATE);
        for (int i = 0; i < count; i++) {
            played.add(frames.get(i * frames.size() / count));
        }
        hold(frames.getLast(), rest, played);
        hold(grey(frames.getFirst()), 0.7, played);
        return played;
    }

    private static Image grey(Image like) {
        byte[] pixels = new byte[like.data().length];
        Arrays.fill(pixels, (byte) 128);
        return Image.of(like.width(), like.height(), pixels);
    }

    private static void hold(Image frame, double seconds, List<Image> played) {
        for (int i = 0; i < seconds * RATE; i++) {
            played.add(frame);
        }
    }

    static void write(List<Image> frames, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n".formatted(frames.getFirst().width(),
                    frames.getFirst().height(), RATE).getBytes(StandardCharsets.US_ASCII));
            for (Image frame : frames) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                plane(frame, 1, 16, 65.481, 128.553, 24.966, out);
                plane(frame, 2, 128, -37.797, -74.203, 112, out);
                plane(frame, 2, 128, 112, -93.786, -18.214, out);
            }
        }
    }

    /** One value for each square of pixels, from the mean of its colours. */
    private static void plane(Image frame, int side, int offset, double red, double green, double blue, OutputStream out)
            throws IOException {
        byte[] rgb = frame.data();
        for (int top = 0; top < frame.height(); top += side) {
            for (int left = 0; left < frame.width(); left += side) {
                double sum = 0;
                for (int i = 0; i < side * side; i++) {
                    int at = 3 * ((top + i / side) * frame.width() + left + i % side);
                    sum += red * (rgb[at] & 255) + green * (rgb[at + 1] & 255) + blue * (rgb[at + 2] & 255);
                }
                out.write((int) Math.round(offset + sum / (255 * side * side)));
            }
        }
    }
}
