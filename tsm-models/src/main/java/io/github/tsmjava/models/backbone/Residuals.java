package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The four stages of residual blocks of ResNet and its relatives.
 *
 * @param blocks     in {@code layer1} to {@code layer4}
 * @param bottleneck whether blocks are 1×1, 3×3, 1×1 rather than two 3×3 convolutions
 * @param groups     of channels in a bottleneck's 3×3 convolution
 * @param groupWidth channels of a group in {@code layer1}; 64 in one group make a ResNet
 */
record Residuals(List<Integer> blocks, boolean bottleneck, int groups, int groupWidth) {

    /** Output channels of a block over its planes, if it is not a bottleneck, in {@code layer1}. */
    private static final int PLANES = 64;
    /** From this many blocks in layer3 on, TSM shifts only every other block. */
    private static final int MANY_BLOCKS = 23;

    /** One group of all channels. */
    Residuals(List<Integer> blocks, boolean bottleneck) {
        this(blocks, bottleneck, 1, PLANES);
    }

    /** Of a stage from 1 to 4; a block's channels are counted in them. */
    static int planes(int stage) {
        return PLANES << (stage - 1);
    }

    /** A block's output channels over its planes. */
    int expansion() {
        return bottleneck ? Bottleneck.EXPANSION : 1;
    }

    /** The length of the feature vector of a frame. */
    int features() {
        return planes(4) * expansion();
    }

    Layer block(Scope scope, int in, int planes, int stride, TemporalParts.OfBlock time) {
        return bottleneck
                ? new Bottleneck(scope, in, planes, planes * groupWidth / PLANES * groups, groups, stride, time)
                : new BasicBlock(scope, in, planes, stride, time);
    }

    /** In front of whole blocks all of them, inside blocks every other one of the deepest networks. */
    List<String> shiftedBlocks(Shifting.Place place) {
        return switch (place) {
            case BLOCKRES -> everyNthBlock(blocks.get(2) >= MANY_BLOCKS ? 2 : 1);
            case BLOCK -> everyNthBlock(1);
        };
    }

    private List<String> everyNthBlock(int round) {
        List<String> names = new ArrayList<>();
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; block < blocks.get(stage - 1); block += round) {
                names.add("layer" + stage + "." + block);
            }
        }
        return names;
    }
}
