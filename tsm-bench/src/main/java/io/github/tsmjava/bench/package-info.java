/** Benchmarks. Shapes come from text files beside the classes, one line for each layer of a network. */
package io.github.tsmjava.bench;
