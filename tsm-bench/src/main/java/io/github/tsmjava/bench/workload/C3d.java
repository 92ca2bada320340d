package io.github.tsmjava.bench.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * What C3D costs, layer by layer: eight 3×3×3 convolutions, pools between them that halve rows, columns and, but for
 * the first, frames, and three linear layers. It is only counted; nobody computes it here.
 *
 * <p>Source: Tran et al., "Learning Spatiotemporal Features with 3D Convolutional Networks", ICCV 2015, section 3.3.
 */
public final class C3d {

    /** Frames of a clip, and their side in pixels. */
    public static final int FRAMES = 16;
    public static final int SIZE = 112;

    private static final int TAPS = 27;
    /** Numbers behind the last pool, 512 maps of 4 by 4, and behind the first two linear layers. */
    private static final int LAST_MAPS = 512 * 4 * 4;
    private static final int HIDDEN = 4096;

    private C3d() {
    }

    /**
     * A layer.
     *
     * @param name         as in the paper
     * @param multiplyAdds of a clip
     */
    public record Layer(String name, long multiplyAdds) {
    }

    /**
     * All layers with weights, in order.
     *
     * @param classes K, the length of the logits
     */
    public static List<Layer> layers(int classes) {
        List<Layer> layers = new ArrayList<>();
        int frames = FRAMES;
        int side = SIZE;
        int in = 3;
        int[][] groups = {{64}, {128}, {256, 256}, {512, 512}, {512, 512}};
        for (int group = 0; group < groups.length; group++) {
            for (int i = 0; i < groups[group].length; i++) {
                int out = groups[group][i];
                layers.add(new Layer("conv" + (group + 1) + (char) ('a' + i),
                        (long) frames * side * side * out * in * TAPS));
                in = out;
            }
            frames = group == 0 ? frames : frames / 2;
            side /= 2;
        }
        layers.add(new Layer("fc6", (long) LAST_MAPS * HIDDEN));
        layers.add(new Layer("fc7", (long) HIDDEN * HIDDEN));
        layers.add(new Layer("fc8", (long) HIDDEN * classes));
        return layers;
    }

    /** Of a clip, all layers together. */
    public static long multiplyAdds(int classes) {
        return layers(classes).stream().mapToLong(Layer::multiplyAdds).sum();
    }
}
