package io.github.tsmjava.spark;

import io.github.tsmjava.models.Prediction;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.ArraySeq;

/** The columns of scores, and rows of them. */
final class ScoreRow {

    static final String PATH = "path";
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

    static final StructType SCHEMA = withPath(SCORES);

    private ScoreRow() {
    }

    private static StructType withPath(StructType scores) {
        StructType schema = new StructType().add(PATH, DataTypes.StringType);
        for (StructField field : scores.fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    /** What a network says of a video. */
    static Row of(Prediction prediction, int top, String kernels, double milliseconds, String executor) {
        Object[] best = prediction.top(top).stream()
                .map(score -> RowFactory.create(score.index(), score.label(), score.probability())).toArray();
        return RowFactory.create(prediction.frameCount(), ArraySeq.unsafeWrapArray(best),
                ArraySeq.unsafeWrapArray(prediction.logits()), prediction.decoder(), kernels, milliseconds, executor, null);
    }

    /** Why there are no scores. */
    static Row failed(String error, double milliseconds, String executor) {
        return RowFactory.create(null, null, null, null, null, milliseconds, executor, error);
    }

    /** The same row with its path in front. */
    static Row withPath(String path, Row scores) {
        Object[] values = new Object[scores.size() + 1];
        values[0] = path;
        for (int i = 0; i < scores.size(); i++) {
            values[i + 1] = scores.get(i);
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
