package io.github.tsmjava.models.backbone;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A MobileNetV2, described by its channels, since the rule that makes them from a width differs between code bases.
 *
 * @param stem   output channels of the first convolution
 * @param groups output channels of the seven groups of blocks
 * @param last   output channels of the last 1×1 convolution
 */
public record MobileNetV2Backbone(int stem, List<Integer> groups, int last) implements Backbone {

    /** A row of the paper's table: expansion, channels at width 1, number of blocks, stride of the first. */
    public record Group(int expansion, int channels, int blocks, int stride) {
    }

    /** Table 2 of the paper. */
    public static final List<Group> TABLE = List.of(
            new Group(1, 16, 1, 1),
            new Group(6, 24, 2, 2),
            new Group(6, 32, 3, 2),
            new Group(6, 64, 4, 2),
            new Group(6, 96, 3, 1),
            new Group(6, 160, 3, 2),
            new Group(6, 320, 1, 1));

    /** {@link #name}, whatever the width. */
    public static final String NAME = "mobilenetv2";
    private static final int STEM = 32;
    private static final int LAST = 1280;

    public MobileNetV2Backbone {
        require(groups.size() == TABLE.size(), "MobileNetV2 has %d groups, got %d", TABLE.size(), groups.size());
        groups = List.copyOf(groups);
    }

    /**
     * The rule of MIT's code: multiples of 8, rounded up, for the groups that expand; stem and first group keep their
     * channels, the last convolution never shrinks.
     *
     * @param width multiplies the channels; 1 is the paper's network
     */
    public static MobileNetV2Backbone mit(double width) {
        List<Integer> channels = TABLE.stream()
                .map(group -> group.expansion > 1 ? roundUp(group.channels * width) : group.channels).toList();
        return new MobileNetV2Backbone(STEM, channels, width > 1 ? roundUp(LAST * width) : LAST);
    }

    /**
     * The rule of torchvision: the nearest multiple of 8, but never less than nine tenths, for stem, groups and last
     * convolution alike.
     *
     * @param width multiplies the channels; 1 is the paper's network
     */
    public static MobileNetV2Backbone torchvision(double width) {
        List<Integer> channels = TABLE.stream().map(group -> roundNearest(group.channels * width)).toList();
        return new MobileNetV2Backbone(roundNearest(STEM * width), channels, roundNearest(LAST * Math.max(1, width)));
    }

    private static int roundUp(double channels) {
        return (int) Math.ceil(channels / 8) * 8;
    }

    private static int roundNearest(double channels) {
        int rounded = Math.max(8, (int) (channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    @Override
    public String title() {
        return "MobileNetV2";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return NAME + " " + groups;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("channels", "stem %d, groups %s, last %d".formatted(stem, groups, last));
    }

    @Override
    public int features() {
        return last;
    }

    /** The blocks with an expansion and an identity branch; the shift never stands in front of whole ones. */
    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return place == Shifting.Place.BLOCKRES ? residualBlocks() : List.of();
    }

    private List<String> residualBlocks() {
        List<String> names = new ArrayList<>();
        int index = 1;
        for (int i = 0; i < TABLE.size(); i++) {
            for (int block = 0; block < TABLE.get(i).blocks; block++, index++) {
                boolean residual = block > 0 || TABLE.get(i).stride == 1 && input(i) == groups.get(i);
                if (residual && TABLE.get(i).expansion > 1) {
                    names.add("features." + index);
                }
            }
        }
        return names;
    }

    /** The input channels of a group. */
    int input(int group) {
        return group == 0 ? stem : groups.get(group - 1);
    }

    @Override
    public Optional<Map<String, Tensor>> widened(Map<String, Tensor> narrower, int shiftDiv, long seed) {
        return WiderMobileNetV2.widened(narrower, this, shiftDiv, seed);
    }

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new MobileNetV2(scope, this, channels, time);
    }
}
