package io.github.tsmjava.train.streams;

import java.util.Arrays;
import java.util.List;

/**
 * What a network should say after each frame of a stream. A gesture is named from the time on when it can be told from one
 * that is broken off, and for a while after it. Just before and just after that, any answer will do.
 */
public final class FrameLabels {

    /** Of a frame on which any answer will do. */
    public static final int ANY = -1;

    /** How long it must say so after the end, in seconds. */
    private static final double KEPT = 0.5;
    /** When it must have fallen silent. */
    private static final double FORGOTTEN = 0.75;

    private FrameLabels() {
    }

    /**
     * A label for each frame of a part of a stream.
     *
     * @param events  of the stream, in order
     * @param times   of the frames in seconds, growing; what was before the first one nobody saw
     * @param classes names of the classes
     * @param idle    the class that means that nothing happens
     * @param begun   the share of an event from which on it may be named
     * @param named   the share from which on it must be
     * @return class indices, or {@link #ANY}
     * @throws IllegalArgumentException if an event within these times is of no known class
     */
    public static int[] of(List<StreamEvent> events, double[] times, List<String> classes, int idle, double begun,
                           double named) {
        int[] labels = new int[times.length];
        Arrays.fill(labels, idle);
        for (StreamEvent event : events) {
            double length = event.end() - event.start();
            boolean seen = times[0] <= event.start() + 0.3 * length;
            for (int i = 0; i < times.length; i++) {
                double after = times[i] - event.end();
                double share = (times[i] - event.start()) / length;
                if (share >= begun && after <= FORGOTTEN) {
                    labels[i] = seen && share >= named && after <= KEPT ? label(event, classes) : ANY;
                }
            }
        }
        return labels;
    }

    private static int label(StreamEvent event, List<String> classes) {
        int label = classes.indexOf(event.label());
        if (label < 0) {
            throw new IllegalArgumentException("expected events of %s, found \"%s\"".formatted(classes, event.label()));
        }
        return label;
    }
}
