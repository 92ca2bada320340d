/** The tsm command line. */
module io.github.tsmjava.app {
    requires io.github.tsmjava.train;
}
