package io.github.tsmjava.train.data;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.random.Randomness;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A window of each clip is taken from another one of the batch, the same in all frames and clips; what it shows is
 * weighted by the areas.
 *
 * <p>Source: Yun et al., "CutMix", ICCV 2019, as in MMAction2's {@code CutmixBlending}.
 *
 * @param alpha both parameters of the beta distribution that the area outside of the window is drawn from; 0.2 in
 *              MMAction2
 */
record CutMix(double alpha) implements Blending {

    /** A window in pixels: from left and top to in front of right and bottom. */
    record Box(int left, int top, int right, int bottom) {

        /** The part of a picture of this size around a centre; what lies outside of the picture is cut off. */
        static Box of(int width, int height, double share, int x, int y) {
            int halfWidth = (int) (width * Math.sqrt(1 - share)) / 2;
            int halfHeight = (int) (height * Math.sqrt(1 - share)) / 2;
            return new Box(Math.max(x - halfWidth, 0), Math.max(y - halfHeight, 0),
                    Math.min(x + halfWidth, width), Math.min(y + halfHeight, height));
        }

        /** The share of a picture of this size that lies outside. */
        double outside(int width, int height) {
            return 1 - (double) (right - left) * (bottom - top) / ((double) width * height);
        }
    }

    public CutMix {
        Mixing.requireAlpha(alpha);
    }

    @Override
    public Batch of(List<Clip> clips, int classes, RandomGenerator random) {
        double share = Mixing.share(alpha, random);
        int[] partners = Randomness.permutation(clips.size(), random);
        Batch own = NONE.of(clips, classes, random);
        int height = own.input().dim(2);
        int width = own.input().dim(3);
        Box box = Box.of(width, height, share, random.nextInt(width), random.nextInt(height));
        for (int i = 0; i < partners.length; i++) {
            paste(box, clips.get(partners[i]).input(), own.input(), i);
        }
        return new Batch(own.input(), Mixing.blend(own.targets(), partners, box.outside(width, height)));
    }

    private static void paste(Box box, Tensor clip, Tensor batch, int place) {
        int height = batch.dim(2);
        int width = batch.dim(3);
        int at = place * clip.data().length;
        for (int plane = 0; plane < batch.dim(1); plane++) {
            for (int y = box.top; y < box.bottom; y++) {
                int from = (plane * height + y) * width + box.left;
                System.arraycopy(clip.data(), from, batch.data(), at + from, box.right - box.left);
            }
        }
    }
}
