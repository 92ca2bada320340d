package io.github.tsmjava.app.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome;
import java.util.List;

/** An evaluation as one JSON object: the measures, each class, each video. */
final class EvaluationJson {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private EvaluationJson() {
    }

    static String of(Evaluation evaluation, List<String> labels) {
        Confusion confusion = evaluation.confusion();
        JsonObject object = new JsonObject();
        object.addProperty("videos", evaluation.outcomes().size());
        object.addProperty("evaluated", confusion.samples());
        object.addProperty("top1", confusion.top1());
        object.addProperty("top5", confusion.topK());
        object.addProperty("mean_class", confusion.meanClass());
        // JSON has no word for the mean of nothing.
        object.addProperty("loss", Double.isNaN(evaluation.loss()) ? null : evaluation.loss());
        JsonArray classes = new JsonArray();
        for (int label = 0; label < labels.size(); label++) {
            JsonObject entry = new JsonObject();
            entry.addProperty("index", label);
            entry.addProperty("label", labels.get(label));
            entry.addProperty("videos", confusion.samples(label));
            entry.addProperty("found", confusion.count(label, label));
            classes.add(entry);
        }
        object.add("classes", classes);
        JsonArray results = new JsonArray();
        evaluation.outcomes().forEach(outcome -> results.add(result(outcome)));
        object.add("results", results);
        return GSON.toJson(object);
    }

    private static JsonObject result(Outcome outcome) {
        JsonObject entry = new JsonObject();
        entry.addProperty("path", outcome.entry().path());
        entry.addProperty("label", outcome.entry().label());
        switch (outcome) {
            case Outcome.Scored scored -> {
                entry.addProperty("predicted", scored.predicted());
                entry.add("scores", GSON.toJsonTree(scored.scores()));
            }
            case Outcome.Failed failed -> entry.addProperty("error", failed.reason());
        }
        return entry;
    }
}
