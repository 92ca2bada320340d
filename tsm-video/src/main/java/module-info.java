/** From a video or a folder of frames to the tensor that a network reads. */
@SuppressWarnings("module") // the module that may see more is built after this one
module io.github.tsmjava.video {
    requires transitive io.github.tsmjava.tensor;
    // BufferedImage, in Image.of.
    requires transitive java.desktop;

    exports io.github.tsmjava.video;
    exports io.github.tsmjava.video.image;
    exports io.github.tsmjava.video.resize to io.github.tsmjava.train;
    exports io.github.tsmjava.video.timing to io.github.tsmjava.models, io.github.tsmjava.train;
    exports io.github.tsmjava.video.transform;
}
