package io.github.tsmjava.bench.report.page;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.BubbleChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots as SVG, whose ink is that of the text around them, on a dark page, too. */
public final class Charts {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 400;
    private static final int TEXT = 13;
    private static final int MOST_IN_A_LINE = 4;
    /** Stand for the page's colours, which are put in their place. */
    private static final Color INK = new Color(1, 2, 3);
    private static final Color GRID = new Color(4, 5, 6);
    /** Told apart with any colour blindness, on white and on black: Okabe and Ito's, but for black and yellow; then three for plots of more. */
    private static final Color[] COLOURS = {new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73),
        new Color(0xD55E00), new Color(0xCC79A7), new Color(0x56B4E9), new Color(0x8C8C8C), new Color(0x7570B3),
        new Color(0xA6761D), new Color(0xDDCC77)};

    private Charts() {
    }

    /**
     * Values of several forms in several places.
     *
     * @param name   of the figure
     * @param values by form, one for each place
     * @param errors half the widths of their intervals; null for none
     */
    public static String bars(String name, String x, String y, List<String> places, Map<String, List<Double>> values,
                       Map<String, List<Double>> errors) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).theme(ChartTheme.XChart)
                .xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler(), values.size());
        chart.getStyler().setAvailableSpaceFill(0.8);
        values.forEach((form, numbers) -> {
            if (errors == null) {
                chart.addSeries(form, places, numbers);
            } else {
                chart.addSeries(form, places, numbers, errors.get(form));
            }
        });
        return svg(name, chart);
    }

    /** A line of points. */
    public record Series(List<Double> x, List<Double> y) { }

    public static String lines(String name, String x, String y, Map<String, Series> lines) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).theme(ChartTheme.XChart)
                .xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler(), lines.size());
        chart.getStyler().setYAxisMin(Math.min(0, lines.values().stream()
                .flatMap(series -> series.y.stream()).mapToDouble(Double::doubleValue).min().orElse(0)));
        lines.forEach((line, series) -> chart.addSeries(line, series.x, series.y)
                .setMarker(SeriesMarkers.CIRCLE).setLineStyle(new BasicStroke(2)));
        return svg(name, chart);
    }

    /** A circle in a plane. */
    public record Bubble(double x, double y, double area) { }

    public static String bubbles(String name, String x, String y, Map<String, Bubble> bubbles) {
        BubbleChart chart = new BubbleChartBuilder().width(WIDTH).height(HEIGHT + 60).theme(ChartTheme.XChart)
                .xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler(), bubbles.size());
        double most = bubbles.values().stream().mapToDouble(Bubble::area).max().orElse(1);
        double right = bubbles.values().stream().mapToDouble(Bubble::x).max().orElse(1);
        double top = bubbles.values().stream().mapToDouble(Bubble::y).max().orElse(1);
        double bottom = bubbles.values().stream().mapToDouble(Bubble::y).min().orElse(0);
        double room = Math.max(1, 0.15 * (top - bottom));
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.15 * right)
                .setYAxisMin(Math.floor(bottom - room)).setYAxisMax(Math.ceil(top + room));
        bubbles.forEach((network, bubble) -> chart.addSeries(network, new double[] {bubble.x}, new double[] {bubble.y},
                new double[] {60 * Math.sqrt(bubble.area / most)}));
        return svg(name, chart);
    }

    /** Below the plot, or beside it where it would not fit into a line. */
    private static void placeLegend(AxesChartStyler styler, int series) {
        boolean beside = series > MOST_IN_A_LINE;
        styler.setLegendPosition(beside ? LegendPosition.OutsideE : LegendPosition.OutsideS)
                .setLegendLayout(beside ? LegendLayout.Vertical : LegendLayout.Horizontal);
    }

    private static void style(AxesChartStyler styler, int series) {
        placeLegend(styler, series);
        Color clear = new Color(255, 255, 255, 0);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
        styler.setChartBackgroundColor(clear).setPlotBackgroundColor(clear).setPlotBorderVisible(false)
                .setChartTitleVisible(false).setChartFontColor(INK).setSeriesColors(COLOURS)
                .setLegendBackgroundColor(clear).setLegendBorderColor(clear).setLegendFont(font)
                .setAntiAlias(true);
        styler.setAxisTickLabelsColor(INK).setAxisTickLabelsFont(font).setAxisTitleFont(font)
                .setAxisTickMarksColor(INK).setPlotGridLinesColor(GRID).setErrorBarsColor(INK)
                .setPlotGridVerticalLinesVisible(false);
    }

    private static String svg(String name, Chart<?, ?> chart) {
        VectorGraphics2D drawing = new VectorGraphics2D();
        chart.paint(drawing, chart.getWidth(), chart.getHeight());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Processors.get("svg").getDocument(drawing.getCommands(),
                    new PageSize(0, 0, chart.getWidth(), chart.getHeight())).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Svg.onAnyPage(name, bytes.toString(StandardCharsets.UTF_8), INK, GRID);
    }
}
