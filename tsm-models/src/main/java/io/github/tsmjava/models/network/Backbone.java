package io.github.tsmjava.models.network;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import java.util.List;

/** The 2-D network that looks at each frame: its shape, without parameters and without time. */
public sealed interface Backbone permits ResNetBackbone, MobileNetV2Backbone {

    /** As in {@code resnet50} or {@code mobilenetv2}. */
    String name();

    /** The length of the feature vector of a frame. */
    int features();

    /** The blocks that TSM shifts when the shift stands in front of a block's first convolution. */
    List<String> shiftedBlocks();
}
