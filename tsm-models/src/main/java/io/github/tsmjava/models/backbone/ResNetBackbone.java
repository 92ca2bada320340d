package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import java.util.ArrayList;
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

    /** The stage in front of which TSN's temporal pool stands. */
    static final int POOLED_STAGE = 2;

    /** From this many blocks in layer3 on, TSM shifts only every other block. */
    private static final int MANY_BLOCKS = 23;

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
        return 512 * expansion();
    }

    /** A block's output channels over its planes. */
    int expansion() {
        return isBottleneck() ? Bottleneck.EXPANSION : 1;
    }

    /** In front of whole blocks all of them, inside blocks every other one of the deepest networks. */
    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return switch (place) {
            case BLOCKRES -> everyNthBlock(blocks().get(2) >= MANY_BLOCKS ? 2 : 1);
            case BLOCK -> everyNthBlock(1);
        };
    }

    private List<String> everyNthBlock(int round) {
        List<String> names = new ArrayList<>();
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; block < blocks().get(stage - 1); block += round) {
                names.add("layer" + stage + "." + block);
            }
        }
        return names;
    }

    @Override
    public String pooledStage() {
        return "layer" + POOLED_STAGE;
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
        return new ResNet(scope, this, channels, time);
    }
}
