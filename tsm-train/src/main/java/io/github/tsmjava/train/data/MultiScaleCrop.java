package io.github.tsmjava.train.data;

import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A window whose sides are each one of several shares of the frame's shorter side, neighbouring shares at most, at one
 * of 13 fixed places.
 *
 * <p>Source: Wang et al., "Temporal Segment Networks", ECCV 2016, section 3.2 (scale jittering and corner cropping),
 * as in MIT's {@code GroupMultiScaleCrop} and MMAction2's {@code MultiScaleCrop}.
 *
 * @param scales shares of the shorter side, from the largest to the smallest
 */
record MultiScaleCrop(List<Double> scales) implements RandomCrop {

    /** A side that is this close to the network's input is made equal to it, which saves resizing. */
    private static final int SNAP = 2;

    /** Corners, centre, middles of the sides and of the quarters, in quarters of the free space: columns and rows. */
    private static final int[][] PLACES = {{0, 0}, {4, 0}, {0, 4}, {4, 4}, {2, 2},
        {0, 2}, {4, 2}, {2, 4}, {2, 0}, {1, 1}, {3, 1}, {1, 3}, {3, 3}};

    public MultiScaleCrop {
        scales = List.copyOf(scales);
        if (scales.isEmpty() || scales.stream().anyMatch(scale -> !(scale > 0 && scale <= 1))) {
            throw new IllegalArgumentException("scales above 0 and up to 1 expected, got " + scales);
        }
    }

    /** The scales that the originals use for these frames. */
    public static MultiScaleCrop of(Modality modality) {
        return new MultiScaleCrop(switch (modality) {
            case RGB -> List.of(1.0, 0.875, 0.75, 0.66);
            case FLOW -> List.of(1.0, 0.875, 0.75);
        });
    }

    /** Windows that keep nearly all of the frame, for gestures that fill it. */
    public static MultiScaleCrop large() {
        return new MultiScaleCrop(List.of(1.0, 0.875));
    }

    /** All sizes that a window can have, each {width, height}, in the order of the original. */
    List<int[]> sizes(int width, int height, int size) {
        int[] sides = scales.stream().mapToInt(scale -> side((int) (Math.min(width, height) * scale), size)).toArray();
        List<int[]> sizes = new ArrayList<>();
        for (int h = 0; h < sides.length; h++) {
            for (int w = Math.max(0, h - 1); w <= Math.min(sides.length - 1, h + 1); w++) {
                sizes.add(new int[] {Math.min(sides[w], width), Math.min(sides[h], height)});
            }
        }
        return sizes;
    }

    private static int side(int share, int size) {
        return Math.abs(share - size) <= SNAP ? size : Math.max(1, share);
    }

    @Override
    public Window draw(int width, int height, int size, RandomGenerator random) {
        List<int[]> sizes = sizes(width, height, size);
        int[] chosen = sizes.get(random.nextInt(sizes.size()));
        int[] place = PLACES[random.nextInt(PLACES.length)];
        return new Window(place[0] * ((width - chosen[0]) / 4), place[1] * ((height - chosen[1]) / 4),
                chosen[0], chosen[1]);
    }
}
