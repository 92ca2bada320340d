package io.github.tsmjava.video.transform;

import io.github.tsmjava.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Which windows of a resized frame the network sees. */
public enum Crops {
    /** The centre: the efficient setting. */
    ONE,
    /** Along the longer side: start, end, centre. */
    THREE,
    /** As {@link #THREE}, but always left, right, centre as in MIT's code: three equal windows in portrait videos. */
    THREE_HORIZONTAL,
    /** Four corners and the centre. */
    FIVE,
    /** Each of the {@link #FIVE}, followed by its mirror image. */
    TEN;

    /**
     * One window.
     *
     * @param left     column of its upper left corner
     * @param top      row of its upper left corner
     * @param mirrored whether left and right are exchanged after cropping
     */
    public record Window(int left, int top, boolean mirrored) {

        private Window(int left, int top) {
            this(left, top, false);
        }
    }

    /**
     * The setting with the given number of windows.
     *
     * @throws IllegalArgumentException if the number is not 1, 3, 5 or 10
     */
    public static Crops of(int count) {
        return switch (count) {
            case 1 -> ONE;
            case 3 -> THREE;
            case 5 -> FIVE;
            case 10 -> TEN;
            default -> throw new IllegalArgumentException("1, 3, 5 or 10 crops, got " + count);
        };
    }

    /** How many windows there are. */
    public int count() {
        return switch (this) {
            case ONE -> 1;
            case THREE, THREE_HORIZONTAL -> 3;
            case FIVE -> 5;
            case TEN -> 10;
        };
    }

    /**
     * The windows of size × size pixels in a picture, in the order of the originals.
     *
     * @throws ShapeException if the picture is smaller than the window
     */
    public List<Window> windows(int width, int height, int size, Flavour flavour) {
        ShapeException.require(size > 0 && width >= size && height >= size,
                "a crop of %d x %d pixels from a picture of %d x %d", size, size, width, height);
        int right = width - size;
        int bottom = height - size;
        return switch (this) {
            case ONE -> List.of(new Window(half(right, flavour), half(bottom, flavour)));
            case THREE -> three(right, bottom, flavour, width >= height);
            case THREE_HORIZONTAL -> three(right, bottom, flavour, true);
            case FIVE -> five(right, bottom);
            case TEN -> {
                List<Window> windows = new ArrayList<>();
                for (Window window : five(right, bottom)) {
                    windows.add(window);
                    windows.add(new Window(window.left, window.top, true));
                }
                yield windows;
            }
        };
    }

    /** torchvision rounds half of the free space to the nearest even number, MMAction2 cuts the fraction off. */
    private static int half(int space, Flavour flavour) {
        return flavour == Flavour.MMACTION2 ? space / 2 : (int) Math.rint(space / 2.0);
    }

    private static List<Window> three(int right, int bottom, Flavour flavour, boolean landscape) {
        int space = landscape ? right : bottom;
        boolean quarters = flavour != Flavour.MMACTION2;
        int step = quarters ? space / 4 * 2 : space / 2;
        int across = quarters ? (landscape ? bottom : right) / 4 * 2 : (landscape ? bottom : right) / 2;
        return List.of(0, 2 * step, step).stream()
                .map(along -> landscape ? new Window(along, across) : new Window(across, along))
                .toList();
    }

    /** Both originals place the corners at whole quarters of the free space. */
    private static List<Window> five(int right, int bottom) {
        int x = right / 4;
        int y = bottom / 4;
        return List.of(new Window(0, 0), new Window(4 * x, 0), new Window(0, 4 * y), new Window(4 * x, 4 * y),
                new Window(2 * x, 2 * y));
    }
}
