package io.github.tsmjava.models.network;

import io.github.tsmjava.video.transform.Flavour;

/** The naming schemes of parameters in published files. */
public enum KeyFamily {
    /** The original TSM code: {@code module.base_model.layer1.0.conv1.net.weight}. This project's own names too. */
    MIT,
    /** MMAction2 0.x and 1.x, and mmcls: {@code backbone.layer1.0.conv1.conv.net.weight}. */
    MMACTION2,
    /** torchvision's networks: {@code layer1.0.conv1.weight}, {@code features.1.conv.0.0.weight}. */
    TORCHVISION,
    /** The ImageNet MobileNetV2 that MIT starts from: {@code features.1.conv.0.weight}, 1,000 classes. */
    TONYLINS,
    /** MIT's online demo: the names of {@link #TONYLINS}, another number of classes, uni-directional shift. */
    ONLINE_DEMO,
    /** None of these. */
    UNKNOWN;

    /** The classes of ImageNet, by which its files are told from others of the same names. */
    public static final int IMAGENET_CLASSES = 1000;

    /** Whether its networks are for images, so that their names tell nothing of time. */
    public boolean isForImages() {
        return this == TORCHVISION || this == TONYLINS;
    }

    /**
     * Whose code its networks come from: the order of their classes, and their sampling and transforms where
     * {@link Backbone#flavour} names no other.
     */
    public Flavour flavour() {
        return this == MMACTION2 ? Flavour.MMACTION2 : Flavour.MIT;
    }
}
