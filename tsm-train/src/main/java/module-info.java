/** Training and evaluation. */
module io.github.tsmjava.train {
    requires transitive io.github.tsmjava.models;

    exports io.github.tsmjava.train;
}
