package io.github.tsmjava.spark;

import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.spark.input.ClipList;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.video.VideoList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How often a table of scores is right about a list of labels: what {@code ./tsm eval} would say, to the last bit. */
final class Assessment {

    private Assessment() {
    }

    /**
     * Rates the videos in the order of the list, since a sum of losses depends on it.
     *
     * @param list    with labels
     * @param rows    of scores whose top are all classes
     * @param average what the network's flavour is rated by
     * @throws IOException in one line, if a video of the list has no row
     */
    static Evaluation of(ClipList list, Dataset<Row> rows, int classes, Average average) throws IOException {
        Map<String, Row> byPath = new HashMap<>();
        Dataset<Row> needed = rows.select(functions.col(ScoreRow.PATH), functions.col(ScoreRow.TOP),
                functions.col(ScoreRow.LOGITS), functions.col(ScoreRow.ERROR));
        for (Iterator<Row> all = needed.toLocalIterator(); all.hasNext();) {
            Row row = all.next();
            byPath.put(row.getString(0), row);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < list.clips().size(); i++) {
            VideoList.Entry entry = list.labels().entries().get(i);
            Row row = byPath.get(list.clips().get(i).path());
            if (row == null) {
                throw new IOException(list.clips().get(i).path() + ": expected a row of scores, found none");
            }
            String error = row.getAs(ScoreRow.ERROR);
            outcomes.add(error == null
                    ? new Outcome.Scored(entry, average == Average.PROBABILITIES ? ScoreRow.probabilities(row)
                            : ScoreRow.logits(row))
                    : new Outcome.Failed(entry, error));
        }
        return Evaluation.of(outcomes, classes, average);
    }
}
