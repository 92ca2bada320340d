/** What is measured: networks, layers and trainings, by this library and by others. */
package io.github.tsmjava.bench.workload;
