package io.github.tsmjava.train.gesture;

import java.util.Arrays;
import java.util.List;

/**
 * The classes of the synthetic gestures; the ordinal is the class label. Left, right and the sense of a turn are those
 * that a viewer of the picture sees. Zooming is by spreading the fingers: "in" spreads them, "out" closes them.
 */
public enum Gesture {
    SWIPE_LEFT("swipe left"),
    SWIPE_RIGHT("swipe right"),
    SWIPE_UP("swipe up"),
    SWIPE_DOWN("swipe down"),
    ZOOM_IN("zoom in"),
    ZOOM_OUT("zoom out"),
    TURN_CLOCKWISE("turn clockwise"),
    TURN_COUNTER_CLOCKWISE("turn counter-clockwise"),
    SHAKE("shake"),
    NONE("no gesture");

    private final String label;

    Gesture(String label) {
        this.label = label;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** The names of all, in the order of class labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Gesture::label).toList();
    }

    /** What a clip of this gesture shows when it is played backwards. */
    public Gesture reversed() {
        return switch (this) {
            case SWIPE_LEFT -> SWIPE_RIGHT;
            case SWIPE_RIGHT -> SWIPE_LEFT;
            case SWIPE_UP -> SWIPE_DOWN;
            case SWIPE_DOWN -> SWIPE_UP;
            case ZOOM_IN -> ZOOM_OUT;
            case ZOOM_OUT -> ZOOM_IN;
            case TURN_CLOCKWISE -> TURN_COUNTER_CLOCKWISE;
            case TURN_COUNTER_CLOCKWISE -> TURN_CLOCKWISE;
            case SHAKE, NONE -> this;
        };
    }

    /** Whether this is the second gesture of a pair, whose frames are those of the first one backwards. */
    boolean isBackwards() {
        return reversed().compareTo(this) < 0;
    }

    /** Whether it is made with the fingers, which are hard to see from afar. */
    boolean isOfFingers() {
        return this == ZOOM_IN || this == ZOOM_OUT;
    }

    /** Whether the hand goes up or down. */
    boolean isVertical() {
        return this == SWIPE_UP || this == SWIPE_DOWN;
    }

    /** What a clip of this gesture shows in a mirror, left and right exchanged. */
    public Gesture mirrored() {
        return switch (this) {
            case SWIPE_LEFT, SWIPE_RIGHT, TURN_CLOCKWISE, TURN_COUNTER_CLOCKWISE -> reversed();
            case SWIPE_UP, SWIPE_DOWN, ZOOM_IN, ZOOM_OUT, SHAKE, NONE -> this;
        };
    }
}
