package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the parameters of a wider MobileNetV2 from those of a narrower one, so that both say the same. Some channels
 * stand in it more than once; whoever reads them divides what he had of the one among its copies, by shares that are
 * drawn. So copies do not learn alike. Copies of a channel that moves in time move like it.
 *
 * <p>Source: Chen, Goodfellow, Shlens, "Net2Net: Accelerating Learning via Knowledge Transfer", ICLR 2016, section 2.3.
 */
final class WiderMobileNetV2 {

    private static final String FEATURES = TsmNetwork.BACKBONE + ".features.";
    private static final String CLASSIFIER = TsmNetwork.CLASSIFIER + ".weight";
    /** A copy's share is drawn between these and then scaled, so that all shares make one. */
    private static final double LEAST_SHARE = 0.2;
    private static final double LARGEST_SHARE = 0.8;

    /**
     * Channels of the wide network.
     *
     * @param had how many there were
     * @param of  for each channel, which of these it is
     */
    private record Copies(int had, int... of) {
    }

    private final Map<String, Tensor> parameters;
    private final int shiftDiv;
    private final Random random;

    private WiderMobileNetV2(Map<String, Tensor> narrow, int shiftDiv, long seed) {
        this.parameters = new LinkedHashMap<>(narrow);
        this.shiftDiv = shiftDiv;
        this.random = new Random(seed);
    }

    /**
     * The parameters of a whole network; one that has not the shape that its neighbours ask for stays as it is.
     *
     * @param shiftDiv a group of channels that moves is 1/shiftDiv of them
     * @param seed     of the shares
     * @return nothing if these are not the parameters of a MobileNetV2 that is narrower somewhere and wider nowhere
     */
    static Optional<Map<String, Tensor>> widened(Map<String, Tensor> narrow, MobileNetV2Backbone wide, int shiftDiv,
                                                 long seed) {
        List<Integer> had = channels(narrow);
        List<Integer> wanted = channels(wide);
        if (had.equals(wanted) || had.size() != wanted.size()
                || IntStream.range(0, had.size()).anyMatch(i -> had.get(i) > wanted.get(i))) {
            return Optional.empty();
        }
        WiderMobileNetV2 made = new WiderMobileNetV2(narrow, shiftDiv, seed);
        made.widen(had, wanted);
        return Optional.of(made.parameters);
    }

    /** Of the stem, of each group, and of the last convolution. */
    private static List<Integer> channels(MobileNetV2Backbone wide) {
        List<Integer> channels = new ArrayList<>(List.of(wide.stem()));
        channels.addAll(wide.groups());
        channels.add(wide.last());
        return channels;
    }

    /** The same as parameters tell it; fewer numbers where some are missing. */
    private static List<Integer> channels(Map<String, Tensor> narrow) {
        List<String> names = new ArrayList<>(List.of("0.0"));
        int block = 1;
        for (MobileNetV2Backbone.Group group : MobileNetV2Backbone.TABLE) {
            names.add(block + (group.expansion() == 1 ? ".conv.3" : ".conv.6"));
            block += group.blocks();
        }
        names.add(block + ".0");
        return names.stream().map(name -> narrow.get(weight(name)))
                .filter(weight -> weight != null && weight.rank() == 4 && weight.dim(0) > 0)
                .map(weight -> weight.dim(0)).toList();
    }

    private void widen(List<Integer> had, List<Integer> wanted) {
        Copies input = copies(had.getFirst(), wanted.getFirst());
        convolution("0.0", "0.1", null, input);
        int block = 1;
        for (int group = 0; group < MobileNetV2Backbone.TABLE.size(); group++) {
            MobileNetV2Backbone.Group row = MobileNetV2Backbone.TABLE.get(group);
            Copies output = movingAlike(had.get(group + 1), wanted.get(group + 1));
            for (int i = 0; i < row.blocks(); i++, block++) {
                String conv = block + ".conv.";
                if (row.expansion() == 1) {
                    convolution(conv + "0", conv + "1", null, input);
                    convolution(conv + "3", conv + "4", input, output);
                } else {
                    Copies hidden = copies(row.expansion() * input.had, row.expansion() * input.of.length);
                    convolution(conv + "0", conv + "1", input, hidden);
                    convolution(conv + "3", conv + "4", null, hidden);
                    convolution(conv + "6", conv + "7", hidden, output);
                }
                input = output;
            }
        }
        Copies last = copies(had.getLast(), wanted.getLast());
        convolution(block + ".0", block + ".1", input, last);
        parameters.computeIfPresent(CLASSIFIER, (_, weight) -> readBy(weight, last));
    }

    private Copies copies(int had, int wanted) {
        return new Copies(had, copies(0, had, wanted).toArray());
    }

    /** Within each of the two groups that may move, and within what does not. */
    private Copies movingAlike(int had, int wanted) {
        int fold = had / shiftDiv;
        int wideFold = wanted / shiftDiv;
        int rest = 2 * fold;
        return new Copies(had, Stream.of(copies(0, fold, wideFold), copies(fold, fold, wideFold),
                copies(rest, had - rest, wanted - 2 * wideFold)).flatMapToInt(Function.identity()).toArray());
    }

    /** All channels from the first on, in order, and then some of them again. */
    private IntStream copies(int first, int had, int wanted) {
        List<Integer> order = new ArrayList<>(IntStream.range(first, first + had).boxed().toList());
        List<Integer> copies = new ArrayList<>(order);
        while (copies.size() < wanted) {
            Collections.shuffle(order, random);
            copies.addAll(order.subList(0, Math.min(had, wanted - copies.size())));
        }
        return copies.stream().mapToInt(i -> i);
    }

    /** @param input what it reads; null for a depthwise or the first convolution, whose filters stay as they are */
    private void convolution(String name, String norm, Copies input, Copies output) {
        parameters.computeIfPresent(weight(name), (_, weight) -> {
            Tensor filters = selected(weight, output);
            return input == null ? filters : readBy(filters, input);
        });
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            parameters.computeIfPresent(FEATURES + norm + "." + part, (_, numbers) -> selected(numbers, output));
        }
    }

    private static String weight(String convolution) {
        return FEATURES + convolution + ".weight";
    }

    /** {@code [had, …]} to {@code [copies, …]}. */
    private static Tensor selected(Tensor tensor, Copies channels) {
        if (tensor.rank() == 0 || tensor.dim(0) != channels.had) {
            return tensor;
        }
        return Tensor.concat(IntStream.of(channels.of).mapToObj(k -> tensor.slice(k, k + 1)).toList());
    }

    /** Filters of one pixel, or rows of a matrix: {@code [K, had, …]} to {@code [K, copies, …]}. */
    private Tensor readBy(Tensor filters, Copies channels) {
        if (filters.rank() < 2 || filters.dim(1) != channels.had || filters.size() != filters.dim(0) * channels.had) {
            return filters;
        }
        int[] shape = filters.shape().clone();
        shape[1] = channels.of.length;
        Tensor wide = Tensor.zeros(shape);
        for (int k = 0; k < filters.dim(0); k++) {
            double[] shares = random.doubles(channels.of.length, LEAST_SHARE, LARGEST_SHARE).toArray();
            double[] sums = new double[channels.had];
            for (int i = 0; i < shares.length; i++) {
                sums[channels.of[i]] += shares[i];
            }
            for (int i = 0; i < shares.length; i++) {
                double whole = filters.data()[k * channels.had + channels.of[i]];
                wide.data()[k * shares.length + i] = (float) (whole * shares[i] / sums[channels.of[i]]);
            }
        }
        return wide;
    }
}
