/** Training and evaluation. */
@SuppressWarnings("module") // the command line, which may see more, is built after this one
module io.github.tsmjava.train {
    requires transitive io.github.tsmjava.models;
    requires java.desktop;
    requires com.google.gson;
    requires org.apache.commons.rng.api;
    requires org.apache.commons.rng.sampling;
    requires de.siegmar.fastcsv;

    exports io.github.tsmjava.train;
    exports io.github.tsmjava.train.augmentation;
    exports io.github.tsmjava.train.data;
    exports io.github.tsmjava.train.evaluation;
    exports io.github.tsmjava.train.recipes;
    exports io.github.tsmjava.train.teach;

    exports io.github.tsmjava.train.evaluation.files to io.github.tsmjava.app;
    exports io.github.tsmjava.train.gesture to io.github.tsmjava.app, io.github.tsmjava.web;
    exports io.github.tsmjava.train.evaluation.streams to io.github.tsmjava.app;
    exports io.github.tsmjava.train.prepare to io.github.tsmjava.app, io.github.tsmjava.web;
    exports io.github.tsmjava.train.streams to io.github.tsmjava.app;

    opens io.github.tsmjava.train.recipes to com.google.gson;
}
