package io.github.tsmjava.video.container;

import io.github.tsmjava.video.guard.FrameRates;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a container says about its video: where each coded frame (sample) lies and when it is shown. Arrays are indexed
 * by sample, in the order of decoding.
 *
 * @param codec        four-character code
 * @param height       rows of a frame before rotation
 * @param header       what the decoder needs before the first sample; empty if nothing
 * @param quarterTurns clockwise rotation before display, 0 to 3
 * @param offsets      positions in the file
 * @param sizes        lengths in bytes
 * @param times        presentation times
 * @param timescale    units of time in a second; 0 if the file does not say it
 * @param keys         samples where decoding can start
 * @param display      the samples that are shown, in the order they are shown
 */
public record VideoTrack(String codec, int height, byte[] header, int quarterTurns, long[] offsets, int[] sizes,
                  long[] times, double timescale, boolean[] keys, int[] display) {

    /** The samples shown from one time (inclusive) to another (exclusive), ordered by time. */
    public static int[] displayOrder(long[] times, long from, long to) {
        return IntStream.range(0, times.length)
                .filter(sample -> times[sample] >= from && times[sample] < to)
                .boxed()
                .sorted(Comparator.comparingLong(sample -> times[sample]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Frames a second on average, where two at least are shown and the file says when. */
    public OptionalDouble frameRate() {
        int last = display.length - 1;
        return last < 1 ? OptionalDouble.empty() : FrameRates.of(last, seconds(last));
    }

    /** When a frame is shown, in seconds from the first one, under the same conditions. */
    public OptionalDouble time(int index) {
        return frameRate().isPresent() ? OptionalDouble.of(seconds(index)) : OptionalDouble.empty();
    }

    private double seconds(int index) {
        return ((double) times[display[index]] - times[display[0]]) / timescale;
    }

    /**
     * The last sample, not after the given one, where decoding can start to get it. A frame shown before its key frame
     * (open group of pictures) refers to the group before.
     */
    public int keyBefore(int sample) {
        for (int key = sample; key > 0; key--) {
            if (keys[key] && times[key] <= times[sample]) {
                return key;
            }
        }
        return 0;
    }

    /** The number of the first sample that does not lie within a file of the given length; -1 if all do. */
    int firstOutside(long fileSize) {
        return IntStream.range(0, offsets.length)
                .filter(i -> offsets[i] < 0 || sizes[i] < 0 || offsets[i] > fileSize - sizes[i])
                .findFirst().orElse(-1);
    }
}
