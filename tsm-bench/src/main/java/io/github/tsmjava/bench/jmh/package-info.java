/** Benchmarks that JMH runs. */
package io.github.tsmjava.bench.jmh;
