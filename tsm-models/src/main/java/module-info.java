/** ResNet and MobileNetV2 as TSN or TSM, streaming, and the video classifier. */
module io.github.tsmjava.models {
    requires transitive io.github.tsmjava.nn;
    requires transitive io.github.tsmjava.video;
    requires transitive io.github.tsmjava.weights;

    exports io.github.tsmjava.models;
    exports io.github.tsmjava.models.backbone;
    exports io.github.tsmjava.models.network;
    exports io.github.tsmjava.models.onnx;
    exports io.github.tsmjava.models.streaming;
}
