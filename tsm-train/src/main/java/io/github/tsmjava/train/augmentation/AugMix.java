package io.github.tsmjava.train.augmentation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.DirichletSampler;

/**
 * The mean of a clip and of several chains of one to three operations on it, with random weights.
 *
 * <p>Source: Hendrycks et al., "AugMix", ICLR 2020, as in PyTorchVideo: the clip's own weight is uniform, those of the
 * chains are uniform over all that sum to 1, and so are the operations' magnitudes up to the largest. The consistency
 * loss of the paper is not part of it there or here.
 *
 * @param magnitude the largest of an operation, above 0.1 and up to 10
 * @param chains    3 in the original
 */
record AugMix(double magnitude, int chains) implements ClipAugmentation {

    private static final double SMALLEST = 0.1;
    private static final int DEPTH = 3;

    public AugMix {
        require(magnitude > SMALLEST && magnitude <= MAX_MAGNITUDE,
                "a magnitude above %s and up to 10 expected, got %s", SMALLEST, magnitude);
        require(chains >= 2, "at least 2 chains expected, got %d", chains);
    }

    /** With three chains. */
    public AugMix(double magnitude) {
        this(magnitude, 3);
    }

    @Override
    public List<Image> apply(List<Image> frames, RandomGenerator random) {
        double own = random.nextDouble();
        double[] weights = DirichletSampler.symmetric(random::nextLong, chains, 1).sample();
        List<List<UnaryOperator<Image>>> drawn = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            drawn.add(chain(random));
        }
        return frames.stream().map(frame -> mix(frame, own, weights, drawn)).toList();
    }

    private List<UnaryOperator<Image>> chain(RandomGenerator random) {
        List<ImageOperation> all = AugmentationSpace.AUG_MIX.operations();
        List<UnaryOperator<Image>> chain = new ArrayList<>();
        for (int left = 1 + random.nextInt(DEPTH); left > 0; left--) {
            ImageOperation operation = all.get(random.nextInt(all.size()));
            double drawn = random.nextDouble(SMALLEST, magnitude);
            chain.add(AugmentationSpace.AUG_MIX.draw(operation, drawn / MAX_MAGNITUDE, random));
        }
        return chain;
    }

    private static Image mix(Image frame, double own, double[] weights, List<List<UnaryOperator<Image>>> chains) {
        float[] sum = new float[frame.data().length];
        add(sum, frame, own);
        for (int i = 0; i < weights.length; i++) {
            Image changed = frame;
            for (UnaryOperator<Image> operation : chains.get(i)) {
                changed = operation.apply(changed);
            }
            add(sum, changed, (1 - own) * weights[i]);
        }
        byte[] mixed = new byte[sum.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (byte) Math.min(Math.round(sum[i]), 255);
        }
        return Image.of(frame.width(), frame.height(), mixed);
    }

    private static void add(float[] sum, Image image, double weight) {
        float factor = (float) weight;
        byte[] pixels = image.data();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * (pixels[i] & 0xff);
        }
    }
}
