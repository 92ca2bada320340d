package io.github.tsmjava.app.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.Prediction;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints what a network decides on in a stream: a line for each change, or a JSON object for each frame that it saw.
 */
public final class Decisions {

    private static final Gson GSON = new Gson();

    private final PrintWriter out;
    private final boolean json;
    private final int top;

    /** @param top classes in each object */
    public Decisions(PrintWriter out, boolean json, int top) {
        this.out = out;
        this.json = json;
        this.top = top;
    }

    /**
     * Prints an answer if there is something to print of it. The first one counts as a change.
     *
     * @param seconds when the frame is shown
     * @throws IllegalArgumentException if the network's scores are no numbers
     */
    public void add(double seconds, Answer answer) {
        ScoreJson.requireNumbers(answer.logits());
        if (json) {
            out.println(json(seconds, answer));
        } else if (answer.changed() || answer.frame() == 0) {
            Prediction.Score decided = answer.decided();
            out.printf(Locale.ROOT, "%8.2f s  %5.1f %%  %s%n", seconds, 100 * decided.probability(), decided.label());
        }
    }

    private String json(double seconds, Answer answer) {
        JsonObject object = new JsonObject();
        object.addProperty("time", ScoreJson.seconds(seconds));
        JsonObject decision = ScoreJson.named(answer.decided());
        decision.addProperty("probability", answer.decided().probability());
        object.add("decision", decision);
        object.addProperty("changed", answer.changed());
        object.add("top", ScoreJson.of(answer.top(top)));
        return GSON.toJson(object);
    }
}
