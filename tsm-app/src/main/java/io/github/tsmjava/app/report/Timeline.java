package io.github.tsmjava.app.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.WindowClassifier.Window;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints what happens in a video and when: a JSON object for each window, or lines in which equal neighbours are one.
 */
public final class Timeline {

    private static final Gson GSON = new Gson();

    private final PrintWriter out;
    private final String video;
    private final double length;
    private final boolean json;
    private final int top;
    /** Windows with the same class, which are one line; the best class of the first of them. */
    private Prediction.Score label;
    private double from;
    private double to;
    private double probabilities;
    private int windows;

    /**
     * @param video  its name
     * @param length seconds, beyond which no window is said to reach
     * @param top    classes in each object
     */
    public Timeline(PrintWriter out, String video, double length, boolean json, int top) {
        this.out = out;
        this.video = video;
        this.length = length;
        this.json = json;
        this.top = top;
    }

    /**
     * Takes the next window.
     *
     * @throws IllegalArgumentException if the network's scores are no numbers
     */
    public void add(Window window) {
        ScoreJson.requireNumbers(window.logits());
        double begin = window.from() / 1e9;
        double end = Math.min(length, window.to() / 1e9);
        if (json) {
            out.println(json(window, begin, end));
            return;
        }
        Prediction.Score best = window.best();
        if (label == null) {
            out.println(video);
        } else if (label.index() != best.index()) {
            end();
        }
        if (windows == 0) {
            label = best;
            from = begin;
        }
        to = end;
        probabilities += best.probability();
        windows++;
    }

    /** Prints what is not printed yet. */
    public void end() {
        if (windows > 0) {
            out.printf(Locale.ROOT, "  %7.1f \u2013 %.1f s  %5.1f %%  %s%n", from, to, 100 * probabilities / windows,
                    label.label());
        }
        windows = 0;
        probabilities = 0;
    }

    private String json(Window window, double begin, double end) {
        JsonObject object = new JsonObject();
        object.addProperty("path", video);
        object.addProperty("from", ScoreJson.seconds(begin));
        object.addProperty("to", ScoreJson.seconds(end));
        object.add("top", ScoreJson.of(window.top(top)));
        return GSON.toJson(object);
    }
}
