package io.github.tsmjava.video.transform;

/** Whose sampling and transforms are followed. A network is at its best with those it was trained with. */
public enum Flavour {
    /** The original code of MIT HAN Lab: Pillow's resize, pixels scaled to 0..1. */
    MIT,
    /** MMAction2: OpenCV's resize, pixels 0..255. */
    MMACTION2,
    /**
     * torchvision's networks for videos, {@code VideoClassification} in its {@code transforms}: whole frames squeezed to
     * 4:3 without antialiasing, pixels scaled to 0..1, mean and deviation of Kinetics. What it has no word on is as in
     * MIT's code.
     */
    TORCHVISION
}
