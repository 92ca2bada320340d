/** How times and memory are measured, and the rows they are written to. */
package io.github.tsmjava.bench.measure;
