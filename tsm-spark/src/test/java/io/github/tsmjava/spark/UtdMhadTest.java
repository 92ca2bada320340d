package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.video.VideoList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real clips and a trained network: a row says to the bit what the classifier says. */
@Timeout(1800)
class UtdMhadTest {

    /** Every fourteenth is 31 clips. */
    private static final int STEP = 14;
    private static final int CLIPS = 430;

    @Test
    void someClipsSayWhatTheClassifierSays() throws Exception {
        assertScoresOfEvery(STEP);
    }

    @Tag("measure")
    @Test
    void allClipsSayWhatTheClassifierSays() throws Exception {
        assertScoresOfEvery(1);
    }

    private static void assertScoresOfEvery(int step) throws Exception {
        Path data = Shared.path("data/utd-mhad");
        PretrainedNetwork model = PretrainedNetwork.load(Shared.path("models/tsm_mbv2_utd27.pth.tar"));
        VideoClassifier classifier = VideoClassifier.of(model);
        VideoList list = VideoList.read(data.resolve("val_videos.txt"));
        assertEquals(CLIPS, list.entries().size());
        List<String> paths = IntStream.iterate(0, i -> i < CLIPS, i -> i + step)
                .mapToObj(i -> data.resolve(list.entries().get(i).path()).toString()).toList();
        VideoScores.Options options = new VideoScores.Options(model, classifier.settings(), 27, Duration.ofMinutes(10));
        Commands.session(spark -> {
            Dataset<Row> videos = spark.createDataset(paths, Encoders.STRING()).toDF("path").repartition(4);
            List<Row> rows = VideoScores.of(spark, videos, options).collectAsList();
            assertEquals(paths.stream().sorted().toList(), rows.stream().map(row -> row.<String>getAs("path")).sorted().toList());
            int right = 0;
            for (Row row : rows) {
                assertNull(row.getAs("error"));
                Prediction expected = classifier.classify(Path.of(row.<String>getAs("path")));
                assertArrayEquals(expected.logits(), ScoreRow.logits(row), row::toString);
                assertArrayEquals(expected.probabilities(), ScoreRow.probabilities(row), row::toString);
                right += expected.best().index() == label(list, data, row.getAs("path")) ? 1 : 0;
            }
            // Equal nonsense would be equal, too.
            assertTrue(right > rows.size() * 0.6, right + " of " + rows.size());
        });
    }

    private static int label(VideoList list, Path data, String path) {
        return list.entries().stream().filter(entry -> data.resolve(entry.path()).toString().equals(path)).findFirst()
                .orElseThrow().label();
    }
}
