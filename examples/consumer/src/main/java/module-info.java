/** A program with the library. */
module consumer {
    requires io.github.tsmjava.models;
}
