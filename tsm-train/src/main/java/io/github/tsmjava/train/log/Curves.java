package io.github.tsmjava.train.log;

import io.github.tsmjava.train.xchart.BitmapEncoder;
import io.github.tsmjava.train.xchart.XYChart;
import io.github.tsmjava.train.xchart.XYChartBuilder;
import io.github.tsmjava.train.xchart.XYSeries;
import io.github.tsmjava.train.xchart.XYSeries.XYSeriesRenderStyle;
import io.github.tsmjava.train.xchart.style.AxesChartStyler.TextAlignment;
import io.github.tsmjava.train.xchart.style.Styler.ChartTheme;
import io.github.tsmjava.train.xchart.style.Styler.LegendLayout;
import io.github.tsmjava.train.xchart.style.Styler.LegendPosition;
import io.github.tsmjava.train.xchart.style.markers.SeriesMarkers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Loss, accuracy and learning rate over the epochs, one above the other. */
final class Curves {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int RATE_HEIGHT = 190;
    private static final Color TRAINING = new Color(0x2f6ea8);
    private static final Color VALIDATION = new Color(0xd9641e);
    private static final Color VALIDATION_TOP5 = new Color(0xf0b48c);
    private static final Color RATE = new Color(0x4d4d4d);
    private static final Color GRID = new Color(0xe4e4e4);
    private static final float LINE = 2;
    private static final int LABEL_SIZE = 12;
    private static final int MARKER_SIZE = 6;
    private static final int MOST_MARKERS = 60;
    private static final int PERCENT = 100;
    private static final double BASE = 10;

    /** The values that are drawn. With others on an axis, the library may look for places of marks without end. */
    private record Range(double least, double most) {

        static final Range LOSS = new Range(0, 1e6);
        static final Range PER_CENT = new Range(0, PERCENT);
        static final Range RATE = new Range(1e-12, 1e6);

        boolean holds(double number) {
            return number >= least && number <= most;
        }
    }

    /** The steps of an epoch together. */
    private static final class Epoch {
        private final int number;
        private int steps;
        private double loss;
        private double top1;
        private double rate;

        Epoch(int number) {
            this.number = number;
        }
    }

    private final Map<Integer, Epoch> epochs = new TreeMap<>();
    private final Map<Integer, ValidationRow> validations = new TreeMap<>();

    void add(StepRow row) {
        Epoch epoch = epochs.computeIfAbsent(row.epoch(), Epoch::new);
        epoch.steps++;
        epoch.loss += row.loss();
        epoch.top1 += row.top1();
        epoch.rate = row.rate();
    }

    void add(ValidationRow row) {
        validations.put(row.epoch(), row);
    }

    /** Leaves out values that only a training that went wrong can have, and those that are not finite. */
    BufferedImage draw() {
        XYChart loss = chart(HEIGHT, "loss in nats", "0.00");
        loss.getStyler().setYAxisMin(0.0);
        line(loss, "training", TRAINING, Range.LOSS, epochs.values(), epoch -> epoch.number,
                epoch -> epoch.loss / epoch.steps);
        line(loss, "validation", VALIDATION, Range.LOSS, validations.values(), ValidationRow::epoch,
                ValidationRow::loss);
        XYChart accuracy = chart(HEIGHT, "accuracy", "0'%'");
        accuracy.getStyler().setYAxisMin(0.0).setYAxisMax((double) PERCENT);
        line(accuracy, "training top-1", TRAINING, Range.PER_CENT, epochs.values(), epoch -> epoch.number,
                epoch -> PERCENT * epoch.top1 / epoch.steps);
        line(accuracy, "validation top-1", VALIDATION, Range.PER_CENT, validations.values(), ValidationRow::epoch,
                row -> PERCENT * row.top1());
        line(accuracy, "validation top-5", VALIDATION_TOP5, Range.PER_CENT, validations.values(), ValidationRow::epoch,
                row -> PERCENT * row.top5());
        XYChart rate = chart(RATE_HEIGHT, "learning rate", "0E0");
        rate.setXAxisTitle("epoch");
        DoubleSummaryStatistics rates = epochs.values().stream().mapToDouble(epoch -> epoch.rate)
                .filter(Range.RATE::holds).summaryStatistics();
        boolean isDrawn = rates.getCount() > 0;
        rate.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Step).setYAxisLogarithmic(true)
                .setYAxisMin(decade(isDrawn ? rates.getMin() : 1))
                .setYAxisMax(BASE * decade(isDrawn ? rates.getMax() : 1))
                .setLegendVisible(false);
        line(rate, "learning rate", RATE, Range.RATE, epochs.values(), epoch -> epoch.number, epoch -> epoch.rate);
        return stack(List.of(loss, accuracy, rate));
    }

    /** The largest power of ten that is not above a value. */
    private static double decade(double number) {
        return Math.pow(BASE, Math.floor(Math.log10(number)));
    }

    /** @param labels the pattern of the values beside it; of one width, so that the same epochs are in one column */
    private static XYChart chart(int height, String title, String labels) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(height).theme(ChartTheme.XChart)
                .yAxisTitle(title).build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTickLabelsFont(new Font(Font.MONOSPACED, Font.PLAIN, LABEL_SIZE))
                .setYAxisDecimalPattern(labels).setXAxisDecimalPattern("0")
                .setYAxisLabelAlignment(TextAlignment.Right).setLocale(Locale.ROOT).setMarkerSize(MARKER_SIZE);
        return chart;
    }

    private static <T> void line(XYChart chart, String name, Color color, Range range, Collection<T> points,
                                 ToDoubleFunction<T> epoch, ToDoubleFunction<T> value) {
        List<T> known = points.stream().filter(point -> range.holds(value.applyAsDouble(point))).toList();
        if (known.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(name, known.stream().mapToDouble(epoch).toArray(),
                known.stream().mapToDouble(value).toArray());
        series.setMarkerColor(color).setMarker(known.size() > MOST_MARKERS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE)
                .setLineColor(color).setLineStyle(new BasicStroke(LINE));
    }

    private static BufferedImage stack(List<XYChart> charts) {
        BufferedImage image = new BufferedImage(WIDTH, charts.stream().mapToInt(XYChart::getHeight).sum(),
                BufferedImage.TYPE_INT_RGB);
        int top = 0;
        for (XYChart chart : charts) {
            image.createGraphics().drawImage(BitmapEncoder.getBufferedImage(chart), 0, top, null);
            top += chart.getHeight();
        }
        return image;
    }
}
