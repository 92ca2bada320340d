package io.github.tsmjava.spark;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.WindowClassifier.Window;
import io.github.tsmjava.spark.input.Inputs;
import io.github.tsmjava.spark.input.VideoReader.Result;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.ArraySeq;

/** The columns of scores, and rows of them. */
final class ScoreRow {

    static final String PATH = Inputs.PATH;
    static final String FRAMES = "frames";
    static final String TOP = "top";
    static final String LOGITS = "logits";
    static final String EXECUTOR = "executor";
    static final String ERROR = "error";

    /** All but the path. */
    static final StructType SCORES = new StructType()
            .add(FRAMES, DataTypes.IntegerType)
            .add(TOP, DataTypes.createArrayType(new StructType()
                    .add("index", DataTypes.IntegerType)
                    .add("label", DataTypes.StringType)
                    .add("probability", DataTypes.FloatType)))
            .add(LOGITS, DataTypes.createArrayType(DataTypes.FloatType))
            .add("decoder", DataTypes.StringType)
            .add("kernels", DataTypes.StringType)
            .add("milliseconds", DataTypes.DoubleType)
            .add(EXECUTOR, DataTypes.StringType)
            .add(ERROR, DataTypes.StringType);

    /** A row for each video. */
    static final StructType SCHEMA = behind(new StructType().add(PATH, DataTypes.StringType), SCORES);

    /** A row for each window of a video, from one time to another in seconds. */
    static final StructType WINDOWS = behind(new StructType().add(PATH, DataTypes.StringType)
            .add("start", DataTypes.DoubleType).add("end", DataTypes.DoubleType), SCORES);

    private ScoreRow() {
    }

    private static StructType behind(StructType first, StructType second) {
        StructType schema = first;
        for (StructField field : second.fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    /** What a network says of a video. */
    static Row of(Prediction prediction, int top, String kernels, double milliseconds, String executor) {
        return scores(prediction.frameCount(), prediction.top(top), prediction.logits(), prediction.decoder(), kernels,
                milliseconds, executor);
    }

    /** What it says of a window, with path and times. */
    static Row ofWindow(String path, Window window, WindowParts.Scores of, int top, String kernels, double milliseconds,
                        String executor) {
        Row scores = scores(of.frames(), window.top(top), window.logits(), of.decoder(), kernels, milliseconds, executor);
        return withPath(path, withTimes(window.from() / 1e9, Math.min(of.length(), window.to() / 1e9), scores));
    }

    private static Row scores(int frames, List<Prediction.Score> top, float[] logits, String decoder, String kernels,
                              double milliseconds, String executor) {
        Object[] best = top.stream()
                .map(score -> RowFactory.create(score.index(), score.label(), score.probability())).toArray();
        return RowFactory.create(frames, ArraySeq.unsafeWrapArray(best), ArraySeq.unsafeWrapArray(logits), decoder, kernels,
                milliseconds, executor, null);
    }

    /** Why there are no scores. */
    static Row failed(Result<?> result) {
        return RowFactory.create(null, null, null, null, null, result.milliseconds(), result.executor(), result.error());
    }

    /** The same row with its path in front. */
    static Row withPath(String path, Row scores) {
        return withFront(scores, path);
    }

    /** The same row with times in front, in seconds, or null for none. */
    static Row withTimes(Double start, Double end, Row scores) {
        return withFront(scores, start, end);
    }

    private static Row withFront(Row row, Object... front) {
        Object[] values = Arrays.copyOf(front, front.length + row.size(), Object[].class);
        for (int i = 0; i < row.size(); i++) {
            values[front.length + i] = row.get(i);
        }
        return RowFactory.create(values);
    }

    /** The logits of a row that has them. */
    static float[] logits(Row row) {
        return floats(row.getList(row.fieldIndex(LOGITS)));
    }

    /** The probabilities in order of the classes, of a row whose top are all classes. */
    static float[] probabilities(Row row) {
        List<Row> all = row.getList(row.fieldIndex(TOP));
        float[] probabilities = new float[all.size()];
        for (Row score : all) {
            probabilities[score.getInt(0)] = score.getFloat(2);
        }
        return probabilities;
    }

    private static float[] floats(List<Float> list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i);
        }
        return floats;
    }
}
