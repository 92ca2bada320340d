package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Backbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A ResNet in torchvision's flavour (the stride in the 3×3 convolution).
 *
 * @param depth 18, 34, 50, 101 or 152
 */
public record ResNetBackbone(int depth) implements Backbone {

    private static final Map<Integer, List<Integer>> BLOCKS = Map.of(
            18, List.of(2, 2, 2, 2),
            34, List.of(3, 4, 6, 3),
            50, List.of(3, 4, 6, 3),
            101, List.of(3, 4, 23, 3),
            152, List.of(3, 8, 36, 3));

    /** From this many blocks in layer3 on, TSM shifts only every other block. */
    private static final int MANY_BLOCKS = 23;

    public ResNetBackbone {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("ResNet depth must be 18, 34, 50, 101 or 152, got " + depth);
        }
    }

    /** The backbone with these blocks in its four stages, or null if there is none. */
    public static ResNetBackbone withBlocks(List<Integer> blocks, boolean bottleneck) {
        return BLOCKS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(blocks) && entry.getKey() >= 50 == bottleneck)
                .map(entry -> new ResNetBackbone(entry.getKey()))
                .findFirst().orElse(null);
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

    @Override
    public List<String> shiftedBlocks() {
        return everyNthBlock(blocks().get(2) >= MANY_BLOCKS ? 2 : 1);
    }

    /** The blocks that TSM shifts when the shift stands in front of a whole block: all of them. */
    public List<String> allBlocks() {
        return everyNthBlock(1);
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
}
