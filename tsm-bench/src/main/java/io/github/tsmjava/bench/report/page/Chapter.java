package io.github.tsmjava.bench.report.page;

import java.util.List;

/**
 * A part of the report.
 *
 * @param about what is measured and how, in a few sentences
 */
public record Chapter(String title, String about, List<Figure> figures) { }
