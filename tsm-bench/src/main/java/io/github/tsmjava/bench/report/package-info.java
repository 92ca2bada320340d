/**
 * The report on what the shift costs and what a 3-D convolution costs instead: {@link
 * io.github.tsmjava.bench.report.Report} first, then its {@link io.github.tsmjava.bench.report.Section}s.
 */
package io.github.tsmjava.bench.report;
