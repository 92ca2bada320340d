package io.github.tsmjava.bench.report.page;

import java.util.List;

/**
 * A plot and what it shows.
 *
 * @param name     of its files, as in {@code operator}
 * @param title    what is drawn
 * @param svg      the plot; null where the table says it all
 * @param finding  a sentence or two made of the numbers
 * @param table    the numbers
 * @param commands lines that measure them again
 */
public record Figure(String name, String title, String svg, String finding, Table table, List<String> commands) { }
