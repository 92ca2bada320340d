package io.github.tsmjava.app.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.Prediction;

/** A prediction as one JSON object on one line. */
public final class PredictionJson {

    private static final Gson GSON = new Gson();

    private PredictionJson() {
    }

    public static String of(Prediction prediction, int top) {
        JsonObject object = new JsonObject();
        object.addProperty("path", prediction.name());
        object.addProperty("frames", prediction.frameCount());
        object.addProperty("decoder", prediction.decoder());
        object.add("indices", GSON.toJsonTree(prediction.clips()));
        object.add("top", ScoreJson.of(prediction.top(top)));
        JsonObject millis = new JsonObject();
        millis.addProperty("decode", round(prediction.time().decode()));
        millis.addProperty("preprocess", round(prediction.time().preprocess()));
        millis.addProperty("network", round(prediction.time().network()));
        object.add("milliseconds", millis);
        return GSON.toJson(object);
    }

    private static double round(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}
