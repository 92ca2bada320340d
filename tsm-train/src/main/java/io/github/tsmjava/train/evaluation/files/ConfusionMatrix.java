package io.github.tsmjava.train.evaluation.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import io.github.tsmjava.train.files.Png;
import io.github.tsmjava.train.xchart.BitmapEncoder;
import io.github.tsmjava.train.xchart.HeatMapChart;
import io.github.tsmjava.train.xchart.HeatMapChartBuilder;
import io.github.tsmjava.train.xchart.style.Styler.ChartTheme;
import io.github.tsmjava.train.xchart.style.Styler.LegendPosition;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A confusion as a file: a row for each true class, a column for each predicted one. */
public final class ConfusionMatrix {

    /** Pixels beside the matrix and the names, for titles and the scale. */
    private static final int MARGIN = 170;
    /** Characters of a name, beyond which it is shortened. */
    private static final int LONGEST_NAME = 80;
    private static final int SMALLEST_CELL = 14;
    private static final int LARGEST_CELL = 44;
    private static final int USUAL_SIDE = 900;
    /** Of the matrix, for the title above it. */
    private static final int SMALLEST_SIDE = 240;
    /** Cells of more classes are too small for a number. */
    private static final int MOST_WITH_NUMBERS = 30;

    private static final Font NAMES = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private ConfusionMatrix() {
    }

    /**
     * Writes counts as CSV, the names in the first row and the first column.
     *
     * @param labels one for each class
     * @throws IOException in one line that names the file, if it cannot be written
     */
    public static void writeCsv(Path file, Confusion confusion, List<String> labels) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(row("true \\ predicted", labels));
            for (int label = 0; label < labels.size(); label++) {
                int truth = label;
                csv.writeRecord(row(labels.get(label), IntStream.range(0, labels.size())
                        .mapToObj(predicted -> Integer.toString(confusion.count(truth, predicted))).toList()));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(bytes));
    }

    private static List<String> row(String name, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(cells);
        return row;
    }

    /**
     * Draws the share of each true class that was taken for each class, as a PNG.
     *
     * @param labels one for each class
     * @throws IOException in one line that names the file, if it cannot be written
     */
    public static void writePng(Path file, Confusion confusion, List<String> labels) throws IOException {
        int classes = labels.size();
        List<String> names = labels.stream().map(ConfusionMatrix::shortened).toList();
        int cells = classes * Math.clamp(USUAL_SIDE / classes, SMALLEST_CELL, LARGEST_CELL);
        int side = MARGIN + widest(names) + Math.max(cells, SMALLEST_SIDE);
        HeatMapChart chart = new HeatMapChartBuilder().width(side).height(side).theme(ChartTheme.XChart)
                .title(String.format(Locale.ROOT, "top-1 %.1f %%, %d videos",
                        100 * confusion.top1(), confusion.samples()))
                .xAxisTitle("predicted").yAxisTitle("true").build();
        chart.getStyler().setMin(0).setMax(1).setShowValue(classes <= MOST_WITH_NUMBERS)
                .setHeatMapValueDecimalPattern("#%").setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
                .setValueFontColor(new Color(0x202020))
                .setRangeColors(new Color[] {Color.WHITE, new Color(0x6baed6)})
                .setLegendPosition(LegendPosition.OutsideE)
                .setPlotContentSize(1);
        // A name for every class, however small.
        chart.getStyler().setXAxisTickMarkSpacingHint(1).setYAxisTickMarkSpacingHint(1)
                .setXAxisLabelRotation(90).setAxisTickLabelsFont(NAMES).setChartBackgroundColor(Color.WHITE);
        List<Number[]> values = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                // The first row is at the top, where the axis ends.
                int row = classes - 1 - label;
                double share = confusion.count(label, predicted) / (double) Math.max(1, confusion.samples(label));
                // Cells of zeros stay white, without a number; but a chart needs a cell.
                if (share > 0 || values.isEmpty()) {
                    values.add(new Number[] {predicted, row, share});
                }
            }
        }
        chart.addSeries("share", names, names.reversed(), values);
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        Png.write(file, image);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    /** Pixels of the longest name; a chart that leaves less than that to its names has no room for its cells. */
    private static int widest(List<String> names) {
        FontRenderContext screen = new FontRenderContext(null, true, true);
        return (int) Math.ceil(names.stream().mapToDouble(name -> NAMES.getStringBounds(name, screen).getWidth())
                .max().orElse(0));
    }
}
