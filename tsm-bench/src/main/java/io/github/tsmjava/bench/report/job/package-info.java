/** What a report measures, once in each round, and the journal that remembers it. */
package io.github.tsmjava.bench.report.job;
