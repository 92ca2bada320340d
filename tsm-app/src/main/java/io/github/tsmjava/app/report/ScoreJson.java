package io.github.tsmjava.app.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.Prediction;
import java.util.List;

/** Classes and how sure a network is of them, as JSON. */
final class ScoreJson {

    private ScoreJson() {
    }

    static JsonArray of(List<Prediction.Score> scores) {
        JsonArray array = new JsonArray();
        for (Prediction.Score score : scores) {
            JsonObject entry = named(score);
            entry.addProperty("logit", score.logit());
            entry.addProperty("probability", score.probability());
            array.add(entry);
        }
        return array;
    }

    /** A class alone. */
    static JsonObject named(Prediction.Score score) {
        JsonObject entry = new JsonObject();
        entry.addProperty("index", score.index());
        entry.addProperty("label", score.label());
        return entry;
    }

    /** Seconds to the millisecond, which is more than a frame's time is known by. */
    static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /** @throws IllegalArgumentException if a network that is broken gives scores that are not finite */
    static void requireNumbers(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new IllegalArgumentException("the network's scores are no numbers but " + logit);
            }
        }
    }
}
