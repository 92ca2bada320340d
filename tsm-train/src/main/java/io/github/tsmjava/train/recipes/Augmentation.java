package io.github.tsmjava.train.recipes;

/** What happens to clips in training, in the order in which it is applied. */
public enum Augmentation {
    /** A window of one of several sizes and shapes at one of 13 places, resized to the network's input. */
    MULTI_SCALE_CROP,
    /** The same without the small sizes, which lose the ends of a wide movement. */
    LARGE_CROP,
    /** A window of 8 to 100 % of the frame and an aspect ratio of 3/4 to 4/3, resized to the network's input. */
    RANDOM_RESIZED_CROP,
    /** Left and right exchanged in half of the clips. */
    FLIP,
    /** The same, and classes that differ in left and right only are exchanged as well. */
    FLIP_WITH_LABELS,
    /** RandAugment with imgaug's operations and strengths. */
    RAND_AUGMENT_IMGAUG,
    /** RandAugment with PyTorchVideo's operations and strengths. */
    RAND_AUGMENT,
    /** The clip and chains of such operations on it, blended. */
    AUG_MIX,
    /** Weighted means of two clips and of their labels. */
    MIX_UP,
    /** A window of one clip in another; labels by the share of the area. */
    CUT_MIX
}
