import java.util.Locale;

/** Draws an SVG that looks right on light and on dark pages. */
final class Svg {

    /** What a cell of a table is, by the name of its style. */
    static final String FUTURE = "future";
    static final String PAST = "past";
    static final String STAY = "stay";
    static final String NONE = "none";
    /** What a box in a drawing is. */
    static final String BOX = "box";
    static final String SHIFT = "shift";
    static final String LIGHT = "light";

    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328; text-anchor: middle; }
            .title { font-size: 14px; font-weight: 600; }
            .left { text-anchor: start; }
            .right { text-anchor: end; }
            .small { font-size: 11.5px; fill: #59636e; }
            .number { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
            .future { fill: #b6d7ff; stroke: #0969da; }
            .past { fill: #ffd9a8; stroke: #b35900; }
            .stay { fill: #eff2f5; stroke: #c3cad2; }
            .none { fill: none; stroke: #818b98; stroke-dasharray: 3 3; }
            .box { fill: #ffffff; stroke: #59636e; }
            .shift { fill: #c8f0d2; stroke: #1a7f37; }
            .light { fill: #59636e; stroke: #1f2328; }
            .arrow { fill: none; stroke: #59636e; stroke-width: 1.5; }
            .head { fill: #59636e; }
            .futureHead { fill: #0969da; }
            .pastHead { fill: #b35900; }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc; }
            .small { fill: #9198a1; }
            .future { fill: #0c3d78; stroke: #58a6ff; }
            .past { fill: #6b3a06; stroke: #f0a04b; }
            .stay { fill: #1b222b; stroke: #3d444d; }
            .none { stroke: #656c76; }
            .box { fill: #0d1117; stroke: #9198a1; }
            .shift { fill: #10471f; stroke: #3fb950; }
            .light { fill: #d1d7e0; stroke: #f0f6fc; }
            .arrow { stroke: #9198a1; }
            .head { fill: #9198a1; }
            .futureHead { fill: #58a6ff; }
            .pastHead { fill: #f0a04b; }
            }
            </style>
            """;

    private final StringBuilder body = new StringBuilder();
    private final String description;
    private final int width;
    private final int height;

    /** @param description for readers who do not see */
    Svg(int width, int height, String description) {
        this.width = width;
        this.height = height;
        this.description = description;
    }

    void text(double x, double y, String style, String text) {
        add("<text x='%s' y='%s' class='%s'>%s</text>", number(x), number(y), style,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    void box(double x, double y, double boxWidth, double boxHeight, String style) {
        add("<rect x='%s' y='%s' width='%s' height='%s' rx='4' class='%s'/>", number(x), number(y), number(boxWidth),
                number(boxHeight), style);
    }

    /** A box with a text in it. */
    void cell(double x, double y, double cellWidth, double cellHeight, String style, String text) {
        box(x, y, cellWidth, cellHeight, style);
        text(x + cellWidth / 2, y + cellHeight / 2 + 4.5, "number", text);
    }

    /** A small triangle whose tip points up or down. */
    void triangle(double x, double y, boolean up, String style) {
        double tip = up ? -4 : 4;
        add("<path d='M %s %s l 5 %s h -10 z' class='%s'/>", number(x), number(y + tip), number(-2 * tip), style);
    }

    /** A line through points, given as x and y in turn, with a head at its end. */
    void arrow(double... points) {
        line(points);
        int n = points.length;
        double dx = points[n - 2] - points[n - 4];
        double dy = points[n - 1] - points[n - 3];
        double length = Math.sqrt(dx * dx + dy * dy);
        double ux = dx / length;
        double uy = dy / length;
        add("<path d='M %s %s L %s %s L %s %s z' class='head'/>", number(points[n - 2]), number(points[n - 1]),
                number(points[n - 2] - 9 * ux - 4.5 * uy), number(points[n - 1] - 9 * uy + 4.5 * ux),
                number(points[n - 2] - 9 * ux + 4.5 * uy), number(points[n - 1] - 9 * uy - 4.5 * ux));
    }

    /** A line through points, given as x and y in turn. */
    void line(double... points) {
        StringBuilder path = new StringBuilder("M");
        for (double point : points) {
            path.append(' ').append(number(point));
        }
        add("<path d='%s' class='arrow'/>", path);
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** With one decimal at most, so that no machine rounds otherwise. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }

    @Override
    public String toString() {
        return """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d' role='img'>
                <title>%s</title>
                """.formatted(width, height, width, height, description) + STYLE + body + "</svg>\n";
    }
}
