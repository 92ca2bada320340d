/** ResNet, ResNeXt and MobileNetV2 as TSN or TSM, the networks they rival, streaming, and the video classifier. */
@SuppressWarnings("module") // the modules that may see more are built after this one
module io.github.tsmjava.models {
    requires transitive io.github.tsmjava.nn;
    requires transitive io.github.tsmjava.video;
    requires transitive io.github.tsmjava.weights;

    exports io.github.tsmjava.models;
    exports io.github.tsmjava.models.architecture to io.github.tsmjava.train, io.github.tsmjava.app;
    exports io.github.tsmjava.models.backbone;
    exports io.github.tsmjava.models.explain to io.github.tsmjava.app, io.github.tsmjava.web;
    exports io.github.tsmjava.models.labels to io.github.tsmjava.app;
    exports io.github.tsmjava.models.network;
    exports io.github.tsmjava.models.onnx;
    exports io.github.tsmjava.models.streaming;
}
