package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import java.util.List;
import java.util.Map;

/**
 * A ResNet in torchvision's flavour (the stride in the 3×3 convolution).
 *
 * @param depth 18, 34, 50, 101 or 152
 */
public record ResNetBackbone(int depth) implements Backbone {

    /** All depths there are. */
    public static final List<Integer> DEPTHS = List.of(18, 34, 50, 101, 152);

    private static final Map<Integer, List<Integer>> BLOCKS = Map.of(
            18, List.of(2, 2, 2, 2),
            34, List.of(3, 4, 6, 3),
            50, List.of(3, 4, 6, 3),
            101, List.of(3, 4, 23, 3),
            152, List.of(3, 8, 36, 3));

    public ResNetBackbone {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("ResNet depth must be 18, 34, 50, 101 or 152, got " + depth);
        }
    }

    @Override
    public String title() {
        return "ResNet";
    }

    @Override
    public String name() {
        return "resnet" + depth;
    }

    /** Blocks in {@code layer1} to {@code layer4}. */
    public List<Integer> blocks() {
        return BLOCKS.get(depth);
    }

    /** Whether blocks are 1×1, 3×3, 1×1 rather than two 3×3 convolutions. */
    public boolean isBottleneck() {
        return depth >= 50;
    }

    @Override
    public int features() {
        return residuals().features();
    }

    private Residuals residuals() {
        return new Residuals(blocks(), isBottleneck());
    }

    /** In front of whole blocks all of them, inside blocks every other one of the deepest networks. */
    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return residuals().shiftedBlocks(place);
    }

    @Override
    public String pooledStage() {
        return "layer" + ResNet.POOLED_STAGE;
    }

    @Override
    public boolean takesNonLocal() {
        return true;
    }

    /** Five of a ResNet-50, by MIT and MMAction2 alike. */
    @Override
    public List<String> nonLocalBlocks() {
        return depth == 50 ? List.of("layer2.0", "layer2.2", "layer3.0", "layer3.2", "layer3.4") : List.of();
    }

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new ResNet(scope, residuals(), channels, time);
    }
}
