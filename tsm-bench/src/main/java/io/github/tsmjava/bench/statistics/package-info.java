/** What measured numbers say, with how much doubt. The arithmetic is that of Apache Commons Math. */
package io.github.tsmjava.bench.statistics;
