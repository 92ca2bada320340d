package io.github.tsmjava.bench.report.page;

import io.github.tsmjava.bench.report.job.Machine;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The report as text for a repository, with its plots as files beside it. */
public record MarkdownPage(Machine machine, boolean quick) {

    public String text(List<Chapter> chapters) {
        StringBuilder text = new StringBuilder("# What the shift costs, and what a 3-D convolution costs instead\n\n");
        text.append(Words.where(machine)).append("\n\n");
        if (quick) {
            text.append("*").append(Words.ROUGH).append("*\n\n");
        }
        text.append(Words.ABSTRACT).append("\n");
        int number = 1;
        for (Chapter chapter : chapters) {
            text.append("\n## ").append(number++).append(". ").append(chapter.title()).append("\n\n")
                    .append(chapter.about()).append("\n");
            chapter.figures().forEach(figure -> add(figure, text));
        }
        text.append("\n## ").append(number).append(". How it was measured\n");
        Words.METHOD.forEach(paragraph -> text.append("\n").append(paragraph).append("\n"));
        text.append("\n| | |\n|---|---|\n");
        Words.machine(machine).forEach((name, value) ->
                text.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        return text.toString();
    }

    private static void add(Figure figure, StringBuilder text) {
        text.append("\n### ").append(figure.title()).append("\n\n");
        if (figure.svg() != null) {
            text.append("![").append(figure.title()).append("](").append(figure.name()).append(".svg)\n\n");
        }
        text.append(figure.finding()).append("\n\n");
        List<List<String>> rows = figure.table().texts();
        text.append(row(rows.getFirst()));
        text.append(row(Collections.nCopies(rows.getFirst().size(), "---")));
        rows.stream().skip(1).forEach(cells -> text.append(row(cells)));
        text.append("\n```\n");
        figure.commands().forEach(command -> text.append(command).append('\n'));
        text.append("```\n");
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
