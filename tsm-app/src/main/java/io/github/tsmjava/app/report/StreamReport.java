package io.github.tsmjava.app.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What was found in streams, for people and as one JSON object. */
public final class StreamReport {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final double MINUTE = 60;
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;

    private StreamReport() {
    }

    /** @param labels of the classes; those that neither happen nor are named are left out */
    public static void print(StreamEvaluation all, List<String> labels, PrintWriter out) {
        for (String label : labels) {
            StreamEvaluation one = all.ofClass(label);
            if (one.events() > 0) {
                out.printf(Locale.ROOT, "%5.1f %%  %4d of %4d, false %3d  %s%n", 100 * one.recall(), one.found().size(),
                        one.events(), one.wrong().size(), label);
            } else if (!one.wrong().isEmpty()) {
                out.printf(Locale.ROOT, "%22s, false %3d  %s%n", "none happens", one.wrong().size(), label);
            }
        }
        out.printf(Locale.ROOT, "streams       %.1f minutes%n", all.seconds() / MINUTE);
        out.printf(Locale.ROOT, "events found  %s%n", all.events() == 0 ? "none happens" : String.format(Locale.ROOT,
                "%.1f %%, %d of %d", 100 * all.recall(), all.found().size(), all.events()));
        out.printf(Locale.ROOT, "false alarms  %.2f a minute, %d%n", all.wrongPerMinute(), all.wrong().size());
        if (!all.found().isEmpty()) {
            out.printf(Locale.ROOT, "delay         %.2f s, 90 %% within %.2f s, from the end of the event%n",
                    all.delay(MEDIAN), all.delay(MOST));
        }
    }

    /** One line. */
    static String json(StreamEvaluation all, List<String> labels) {
        JsonObject object = measures(all);
        object.addProperty("seconds", all.seconds());
        JsonArray classes = new JsonArray();
        for (String label : labels) {
            JsonObject entry = new JsonObject();
            entry.addProperty("label", label);
            measures(all.ofClass(label)).entrySet().forEach(measure -> entry.add(measure.getKey(), measure.getValue()));
            classes.add(entry);
        }
        object.add("classes", classes);
        return GSON.toJson(object);
    }

    private static JsonObject measures(StreamEvaluation part) {
        JsonObject object = new JsonObject();
        object.addProperty("events", part.events());
        object.addProperty("found", part.found().size());
        object.addProperty("false_alarms", part.wrong().size());
        object.addProperty("false_alarms_per_minute", part.wrongPerMinute());
        // JSON has no word for the middle of nothing.
        boolean isKnown = !part.found().isEmpty();
        object.addProperty("delay_median", isKnown ? part.delay(MEDIAN) : null);
        object.addProperty("delay_90", isKnown ? part.delay(MOST) : null);
        return object;
    }
}
