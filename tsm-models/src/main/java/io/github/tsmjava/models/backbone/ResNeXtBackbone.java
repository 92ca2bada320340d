package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import java.util.List;
import java.util.Map;

/**
 * A ResNeXt: a ResNet of wider bottlenecks, whose 3×3 convolutions see the channels in groups.
 *
 * <p>Source: Xie et al., "Aggregated Residual Transformations for Deep Neural Networks", CVPR 2017; names and widths as
 * in torchvision.
 *
 * @param depth      50 or 101
 * @param groups     of channels, the paper's cardinality
 * @param groupWidth channels of a group in {@code layer1}
 */
public record ResNeXtBackbone(int depth, int groups, int groupWidth) implements Backbone {

    private static final Map<Integer, List<Integer>> BLOCKS =
            Map.of(50, List.of(3, 4, 6, 3), 101, List.of(3, 4, 23, 3));

    /** Those whose ImageNet parameters torchvision has. */
    public static final List<ResNeXtBackbone> PUBLISHED =
            List.of(new ResNeXtBackbone(50, 32, 4), new ResNeXtBackbone(101, 32, 8));

    public ResNeXtBackbone {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("ResNeXt depth must be 50 or 101, got " + depth);
        }
        if (groups < 2 || groupWidth < 1) {
            throw new IllegalArgumentException("ResNeXt needs at least 2 groups of at least 1 channel, got %d of %d"
                    .formatted(groups, groupWidth));
        }
    }

    private Residuals residuals() {
        return new Residuals(blocks(), true, groups, groupWidth);
    }

    @Override
    public String title() {
        return "ResNeXt";
    }

    /** As in torchvision: {@code resnext50_32x4d}. */
    @Override
    public String name() {
        return "resnext%d_%dx%dd".formatted(depth, groups, groupWidth);
    }

    @Override
    public Map<String, String> details() {
        return Map.of("groups", "%d, of %d channels in layer1".formatted(groups, groupWidth));
    }

    /** Blocks in {@code layer1} to {@code layer4}. */
    public List<Integer> blocks() {
        return BLOCKS.get(depth);
    }

    @Override
    public int features() {
        return residuals().features();
    }

    /** As in a ResNet of this depth. */
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

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new ResNet(scope, residuals(), channels, time);
    }
}
