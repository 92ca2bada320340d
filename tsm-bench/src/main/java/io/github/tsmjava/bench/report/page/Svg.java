package io.github.tsmjava.bench.report.page;

import java.awt.Color;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes a plot that stands alone into one that is part of a page, light or dark. */
public final class Svg {

    private static final Pattern PROLOGUE = Pattern.compile("\\A.*?(?=<svg)", Pattern.DOTALL);
    private static final Pattern SIZE = Pattern.compile("(<svg[^>]*?) (?:height|width)=\"(\\d+)px\"");
    private static final Pattern ID = Pattern.compile("clip\\d+");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d\\.\\d\\d)\\d+");
    private static final Pattern BETWEEN_TAGS = Pattern.compile(">\\s+<");

    private Svg() {
    }

    /**
     * The plot without the prologue of a file, as wide as its place, with clip paths of names of its own.
     *
     * @param ink  colour that becomes that of the text around it
     * @param grid colour that becomes that of the page's lines
     */
    public static String onAnyPage(String name, String svg, Color ink, Color grid) {
        String bare = PROLOGUE.matcher(svg).replaceFirst("");
        for (int i = 0; i < 2; i++) {
            bare = SIZE.matcher(bare).replaceFirst("$1");
        }
        bare = LONG_NUMBER.matcher(bare).replaceAll("$1");
        bare = ID.matcher(bare).replaceAll(id -> name + id.group().substring(4));
        return BETWEEN_TAGS.matcher(bare).replaceAll("><")
                .replace(rgb(ink), "currentColor").replace(rgb(grid), "var(--line, #ccc)");
    }

    /** The same as a file, in which ink is black and lines are grey. */
    public static String file(String svg) {
        return svg.replace("currentColor", "#222").replace("var(--line, #ccc)", "#ccc");
    }

    private static String rgb(Color colour) {
        return String.format(Locale.ROOT, "rgb(%d,%d,%d)", colour.getRed(), colour.getGreen(), colour.getBlue());
    }
}
