package io.github.tsmjava.bench.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers in rows.
 *
 * @param name   of its files
 * @param header a name for each column, with its unit
 * @param rows   texts and numbers, one for each column
 */
public record Table(String name, List<String> header, List<List<Object>> rows) {

    public Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        for (List<Object> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("expected %d columns in a row of %s, found %d"
                        .formatted(header.size(), name, row.size()));
            }
        }
    }

    /** A cell as people read it: three significant digits, or as many as there are before the point. */
    public static String text(Object cell) {
        if (!(cell instanceof Double number)) {
            return cell.toString();
        }
        if (number.isNaN()) {
            return "–";
        }
        double size = Math.abs(number);
        if (size > 0 && size < 0.001) {
            return "< 0.001";
        }
        int decimals = size >= 100 || number == Math.rint(number) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    /** Rows of texts, the header first. */
    public List<List<String>> texts() {
        List<List<String>> texts = new ArrayList<>(List.of(header));
        rows.forEach(row -> texts.add(row.stream().map(Table::text).toList()));
        return texts;
    }
}
