package io.github.tsmjava.web;

import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A camera that shows one gesture after the other, round and round. A picture of one colour goes before each, so that a
 * script knows which is next.
 */
final class Signals {

    private static final int FRAMES = 12;

    /** Side of the corner that is white while nobody moves. */
    private static final int CORNER = 16;

    /** Gives, for a number from 1 to 7, the colour with these bits of red, green and blue; 0 if the picture has another. */
    static final String SCRIPT = """
            const pixel = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
                .getContext("2d", {willReadFrequently: true});
            const seen = (...part) => {
              pixel.drawImage(document.getElementById("video"), ...part, 0, 0, 1, 1);
              return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
            };
            const rests = () => seen(0, 0, 8, 8).every(part => part > 235);
            const signal = () => {
              const {videoWidth, videoHeight} = document.getElementById("video");
              const colour = seen(0, 0, videoWidth, videoHeight);
              return colour.every(part => part < 60 || part > 195)
                  ? colour.reduce((sum, part, bit) => sum + (part > 195 ? 1 << bit : 0), 0) : 0;
            };
            const wait = time => new Promise(next => setTimeout(next, time));
            const after = async wanted => {
              while (signal() !== wanted) await wait(10);
              while (signal() === wanted) await wait(10);
            };
            """;

    private final List<Image> shown = new ArrayList<>();

    /** @param number of the signal, from 1 to 7 */
    void add(int number, List<Image> played) {
        Image like = played.getFirst();
        byte[] pixels = new byte[like.data().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((number >> i % 3 & 1) * 255);
        }
        shown.addAll(Collections.nCopies(FRAMES, Image.of(like.width(), like.height(), pixels)));
        shown.addAll(played);
    }

    /** The same, and then the last picture for some frames, with a white corner so that a script knows that it is over. */
    void addWithRest(int number, List<Image> played, int frames) {
        add(number, played);
        Image last = played.getLast();
        byte[] pixels = last.data().clone();
        for (int y = 0; y < CORNER; y++) {
            Arrays.fill(pixels, 3 * y * last.width(), 3 * (y * last.width() + CORNER), (byte) 255);
        }
        shown.addAll(Collections.nCopies(frames, Image.of(last.width(), last.height(), pixels)));
    }

    Path write(Path file) throws IOException {
        Y4m.write(shown, file);
        return file;
    }
}
