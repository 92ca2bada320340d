/** How a report is written down: chapters of figures as a page, as text, as tables and plots. */
package io.github.tsmjava.bench.report.page;
