package io.github.tsmjava.bench.report.page;

import io.github.tsmjava.bench.report.job.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one file for a browser or a printer: nothing is loaded from elsewhere. */
public record HtmlPage(Machine machine, boolean quick) {

    private static final String STYLE = "report.css";

    public String text(List<Chapter> chapters) {
        StringBuilder page = new StringBuilder();
        page.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>What the shift costs, and what a 3-D convolution costs instead</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <h1>What the shift costs, and what a 3-D convolution costs instead</h1>
                <p class="where">%s</p>
                """.formatted(style(), escaped(Words.where(machine))));
        if (quick) {
            page.append("<p class=\"rough\">").append(escaped(Words.ROUGH)).append("</p>\n");
        }
        page.append("<p>").append(escaped(Words.ABSTRACT)).append("</p>\n<ul class=\"findings\">\n");
        for (Chapter chapter : chapters) {
            page.append("<li>").append(escaped(chapter.figures().getFirst().finding())).append("</li>\n");
        }
        page.append("</ul>\n</header>\n<main>\n");
        int number = 1;
        for (Chapter chapter : chapters) {
            page.append("<section>\n<h2>").append(number++).append(". ").append(escaped(chapter.title()))
                    .append("</h2>\n<p>").append(escaped(chapter.about())).append("</p>\n");
            chapter.figures().forEach(figure -> add(figure, page));
            page.append("</section>\n");
        }
        page.append("<section>\n<h2>").append(number).append(". How it was measured</h2>\n");
        Words.METHOD.forEach(paragraph -> page.append("<p>").append(escaped(paragraph)).append("</p>\n"));
        page.append("<table class=\"machine\">\n");
        Words.machine(machine).forEach((name, value) -> page.append("<tr><th>").append(escaped(name)).append("</th><td>")
                .append(escaped(value)).append("</td></tr>\n"));
        return page.append("</table>\n</section>\n</main>\n</body>\n</html>\n").toString();
    }

    private static void add(Figure figure, StringBuilder page) {
        page.append("<figure id=\"").append(figure.name()).append("\">\n<figcaption>").append(escaped(figure.title()))
                .append("</figcaption>\n");
        if (figure.svg() != null) {
            page.append("<div class=\"plot\" role=\"img\" aria-label=\"").append(escaped(figure.finding())).append("\">")
                    .append(figure.svg()).append("</div>\n");
        }
        page.append("<p class=\"finding\">").append(escaped(figure.finding())).append("</p>\n");
        page.append("<details").append(figure.svg() == null ? " open" : "").append("><summary>The numbers</summary>\n");
        add(figure.table(), page);
        page.append("</details>\n<details><summary>Measure it again</summary>\n<pre>");
        figure.commands().forEach(command -> page.append(escaped(command)).append('\n'));
        page.append("</pre>\n</details>\n</figure>\n");
    }

    private static void add(Table table, StringBuilder page) {
        page.append("<div class=\"wide\"><table>\n");
        List<List<String>> texts = table.texts();
        for (int row = 0; row < texts.size(); row++) {
            page.append("<tr>");
            for (int column = 0; column < texts.get(row).size(); column++) {
                boolean number = row > 0 && !(table.rows().get(row - 1).get(column) instanceof String);
                page.append(row == 0 ? "<th>" : number ? "<td class=\"number\">" : "<td>")
                        .append(escaped(texts.get(row).get(column))).append(row == 0 ? "</th>" : "</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream style = HtmlPage.class.getResourceAsStream(STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
