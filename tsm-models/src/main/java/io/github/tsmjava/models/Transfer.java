package io.github.tsmjava.models;

import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.parameter.StateDict;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new network that starts from the parameters of another one: transfer learning. What is not the same in both is
 * decided by rules, name by name:
 *
 * <ul>
 *   <li>whether a convolution is shifted does not matter: a TSN's parameters fit a TSM and the other way round;
 *   <li>the classifier is taken over if both know equally many classes, and no labels say that these are others;
 *   <li>filters for pictures are inflated to filters for several frames: each tap in time gets its share of the weight;
 *   <li>a first convolution for RGB becomes one for optical flow: its mean over red, green and blue for every channel;
 *   <li>a narrower MobileNetV2 is widened: channels stand in the new one several times and share what was one's, so that
 *       both say the same before the training;
 *   <li>non-local blocks that the file does not have are new;
 *   <li>everything else must be there, in its shape.
 * </ul>
 *
 * @param network       ready to be trained
 * @param newClassifier whether its classifier is new
 */
public record Transfer(TsmNetwork network, boolean newClassifier) {

    private static final String CLASSIFIER = TsmNetwork.CLASSIFIER + ".";

    /**
     * Starts a network from a file.
     *
     * @param config what the new network is
     * @param labels the classes of the new network, or empty if they are not known
     * @param seed   of what is new
     * @throws CheckpointException in one line, if the file is damaged or what it holds does not fit
     */
    public static Transfer from(Path file, NetworkConfig config, List<String> labels, long seed) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return from(checkpoint, config, labels, seed);
        }
    }

    /**
     * Starts a network from the one in the box, {@link PretrainedNetwork#gestures}; parameters as for {@link #from}.
     *
     * @throws CheckpointException in one line, if it does not fit
     */
    public static Transfer fromGestures(NetworkConfig config, List<String> labels, long seed) throws IOException {
        try (Checkpoint checkpoint = PretrainedNetwork.openGestures()) {
            return from(checkpoint, config, labels, seed);
        }
    }

    private static Transfer from(Checkpoint checkpoint, NetworkConfig config, List<String> labels, long seed)
            throws IOException {
        Source source = new Source(checkpoint, config, seed);
        boolean newClassifier = !source.knowsClasses(labels);
        TsmNetwork network = config.build((name, role, shape) ->
                newClassifier && name.startsWith(CLASSIFIER) ? source.fresh.get(name, role, shape)
                        : source.get(name, role, shape));
        try {
            source.parameters.requireComplete();
            return new Transfer(network, newClassifier);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(checkpoint.file(), "cannot start a %s from it: %s".formatted(
                    config.name(), e.getMessage()));
        }
    }

    /** The parameters of a file under names that say nothing of time: {@code base_model.layer1.0.conv1.weight}. */
    private static final class Source implements ParameterSource {

        private final Map<String, Tensor> tensors;
        private final List<String> labels;
        private final NetworkConfig config;
        private final ParameterSource fresh;
        private final StateDict parameters;

        Source(Checkpoint checkpoint, NetworkConfig config, long seed) throws IOException {
            KeyMap keys = KeyMap.of(checkpoint.tensors(), Architectures.KNOWN);
            Map<String, Tensor> found = new LinkedHashMap<>();
            for (Map.Entry<String, String> name : keys.toFileNames().entrySet()) {
                found.put(plain(name.getKey()), checkpoint.tensor(name.getValue()));
            }
            this.tensors = config.backbone().widened(found, config.shifting().shift().div(), seed).orElse(found);
            this.parameters = new StateDict(name -> tensors.get(plain(name)));
            this.labels = Arrays.asList(checkpoint.metadata().getOrDefault("labels", "").split("\n", -1));
            this.config = config;
            this.fresh = ParameterSource.random(seed);
        }

        private static String plain(String name) {
            return name.replace(".net.", ".").replace(".block.", ".");
        }

        boolean knowsClasses(List<String> wanted) {
            Tensor weight = tensors.get(CLASSIFIER + "weight");
            boolean sameCount = weight != null && weight.rank() == 2
                    && weight.hasShape(config.classes(), config.backbone().features());
            boolean named = !wanted.isEmpty() && labels.size() == config.classes();
            return sameCount && (!named || labels.equals(wanted));
        }

        @Override
        public Tensor get(String name, Role role, int... shape) {
            Tensor tensor = tensors.get(plain(name));
            if (tensor == null && name.contains(".nl.")) {
                return fresh.get(name, role, shape);
            }
            if (tensor != null && tensor.rank() == 4 && tensor.dim(1) == 3 && shape[1] == config.channels()
                    && shape[1] != 3) {
                tensor = forFlow(tensor, shape[1]);
                tensors.put(plain(name), tensor);
            }
            if (tensor != null && tensor.rank() == 4 && shape.length == 5) {
                tensors.put(plain(name), inflated(tensor, shape[2]));
            }
            return parameters.get(name, role, shape);
        }

        /** [K, C, R, S] to [K, C, taps, R, S]: on frames that are all the same, the answer is that for one of them. */
        private static Tensor inflated(Tensor weight, int taps) {
            int pixels = weight.dim(2) * weight.dim(3);
            Tensor filters = Tensor.zeros(weight.dim(0), weight.dim(1), taps, weight.dim(2), weight.dim(3));
            for (int i = 0; i < filters.size(); i++) {
                filters.data()[i] = weight.data()[i / (taps * pixels) * pixels + i % pixels] / taps;
            }
            return filters;
        }

        /** [K, 3, R, S] to [K, channels, R, S]. */
        private static Tensor forFlow(Tensor weight, int channels) {
            int pixels = weight.dim(2) * weight.dim(3);
            List<Tensor> kernels = new ArrayList<>();
            for (int k = 0; k < weight.dim(0); k++) {
                float[] rgb = weight.slice(k, k + 1).data();
                Tensor kernel = Tensor.zeros(1, channels, weight.dim(2), weight.dim(3));
                for (int i = 0; i < kernel.size(); i++) {
                    int pixel = i % pixels;
                    kernel.data()[i] = (rgb[pixel] + rgb[pixel + pixels] + rgb[pixel + 2 * pixels]) / 3;
                }
                kernels.add(kernel);
            }
            return Tensor.concat(kernels);
        }
    }
}
