package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.Inputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scores in the process of the driver. */
@Timeout(600)
class VideoScoresTest {

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.hadoop.fs.away.impl", AwayFileSystem.class.getName()).getOrCreate();
    }

    @AfterAll
    static void stop() throws java.io.IOException {
        spark.close();
    }

    private static Dataset<Row> paths(String... paths) {
        return spark.createDataset(Arrays.asList(paths), Encoders.STRING()).toDF("path");
    }

    private static VideoScores.Options options() {
        return VideoScores.Options.of(PretrainedNetwork.gestures());
    }

    private static Row row(String path) throws Exception {
        List<Row> rows = VideoScores.of(spark, paths(path), options()).collectAsList();
        assertEquals(1, rows.size());
        assertEquals(path, rows.getFirst().getAs("path"));
        return rows.getFirst();
    }

    private static String error(String path) throws Exception {
        Row row = row(path);
        String error = row.getAs("error");
        assertNotNull(error, row::toString);
        assertEquals(1, error.lines().count(), error);
        assertTrue(row.isNullAt(row.fieldIndex("logits")) && row.isNullAt(row.fieldIndex("top")));
        return error;
    }

    @Test
    void scoresAreThoseOfTheClassifierToTheBit() throws Exception {
        VideoClassifier classifier = VideoClassifier.gestures();
        String[] all = Clips.gifs().stream().map(Path::toString).toArray(String[]::new);
        List<Row> rows = VideoScores.of(spark, paths(all).repartition(3), options()).collectAsList();
        assertEquals(all.length, rows.size());
        for (Row row : rows) {
            Prediction expected = classifier.classify(Path.of(row.<String>getAs("path")));
            assertArrayEquals(expected.logits(), ScoreRow.logits(row));
            assertEquals(expected.frameCount(), row.<Integer>getAs("frames"));
            assertEquals(expected.decoder(), row.getAs("decoder"));
            List<Row> top = row.getList(row.fieldIndex("top"));
            assertEquals(5, top.size());
            for (int i = 0; i < top.size(); i++) {
                Prediction.Score score = expected.top(5).get(i);
                assertEquals(List.of(score.index(), score.label(), score.probability()),
                        List.of(top.get(i).get(0), top.get(i).get(1), top.get(i).get(2)));
            }
            assertNull(row.getAs("error"));
            assertTrue(row.<Double>getAs("milliseconds") > 0);
            assertTrue(row.<String>getAs("kernels").startsWith("vector"), row::toString);
        }
    }

    @Test
    void whatCannotBeReadIsARowThatSaysWhy() throws Exception {
        byte[] gif = Files.readAllBytes(Clips.gifs().getFirst());
        String broken = Files.write(folder.resolve("broken.gif"), Arrays.copyOf(gif, 20)).toString();
        assertTrue(error(broken).startsWith(broken + ": "), error(broken));
        assertTrue(error(folder + "/none.mp4").contains("no such file"));
        assertTrue(error(folder.toString()).startsWith(folder.toString()));
        assertTrue(error("a:b:c.mp4").contains("not a path"));
        assertTrue(error("gopher://x/y.mp4").contains("gopher"));
        String huge = Clips.huge(folder.resolve("huge.mp4"), 1L << 30).toString();
        assertTrue(error(huge).startsWith(huge), error(huge));
        assertEquals("no path", VideoScores.of(spark, paths((String) null), options()).first().getAs("error"));
    }

    @Test
    void otherStoragesAreRead() throws Exception {
        List<Path> before = temporaryFolders();
        String gif = "away:" + Clips.gifs().getFirst();
        assertArrayEquals(VideoClassifier.gestures().classify(Clips.gifs().getFirst()).logits(), ScoreRow.logits(row(gif)));
        Path broken = Files.writeString(folder.resolve("broken.gif"), "GIF89a");
        assertTrue(error("away:" + broken).startsWith("away:" + broken + ": "), error("away:" + broken));
        assertTrue(error("away:" + folder + "/none.mp4").contains("no such file"));
        assertEquals(before, temporaryFolders());
    }

    private static List<Path> temporaryFolders() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("tsm-") && Files.isDirectory(file)).sorted()
                    .toList();
        }
    }

    @Test
    void aStorageThatHangsIsGivenUp() throws Exception {
        Path video = Files.copy(Clips.gifs().getFirst(), folder.resolve("hangs.gif"));
        VideoScores.Options impatient = new VideoScores.Options(PretrainedNetwork.gestures(), options().settings(), 1,
                Duration.ofSeconds(20));
        List<Row> rows = VideoScores.of(spark, paths("away:" + video, "away:" + Clips.gifs().get(1)), impatient)
                .collectAsList();
        assertTrue(rows.getFirst().<String>getAs("error").endsWith("no answer within 20 s"), rows::toString);
        assertNull(rows.get(1).getAs("error"), rows::toString);
    }

    @Test
    void theNetworkIsLoadedOnce() throws Exception {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        SharedNetwork first = new SharedNetwork(context, PretrainedNetwork.gestures(), options().settings());
        SharedNetwork second = new SharedNetwork(context, PretrainedNetwork.gestures(), options().settings());
        assertSame(first.classifier(), second.classifier());
        assertEquals(first.identity(), second.identity());
        SharedNetwork other = new SharedNetwork(context, PretrainedNetwork.gestures(), options().settings().withSize(64));
        assertEquals(64, other.classifier().settings().views().size());
    }

    @Test
    void sqlHasAFunction() throws Exception {
        VideoScores.register(spark, options());
        paths(TEST_GIF, folder + "/none.gif", null).createOrReplaceTempView("clips");
        List<Row> rows = spark.sql("SELECT tsm_classify(path).top[0].label, tsm_classify(path).error FROM clips")
                .collectAsList();
        assertEquals("swipe left", rows.getFirst().get(0));
        assertNull(rows.getFirst().get(1));
        assertTrue(rows.get(1).getString(1).contains("no such file"));
        assertNull(rows.get(2).get(0));
    }

    private static final String TEST_GIF = Clips.TESTDATA.resolve("swipe-left.gif").toString();

    @Test
    void aTableWithoutPathsIsRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> VideoScores.of(spark, paths("x").withColumnRenamed("path", "file"), options()));
        assertThrows(IllegalArgumentException.class, () -> options().withTop(0));
    }

    @Test
    void inputsAreFoldersPatternsListsVideosAndTables() throws Exception {
        Clips.repeated(folder.resolve("clips/a"), 3);
        Clips.repeated(folder.resolve("clips/b"), 2);
        Files.writeString(folder.resolve("clips/notes.md"), "");
        Files.writeString(folder.resolve("labels.txt"), "clips/a/00000-shake.gif 3\nclips/b/none.gif 1\n");
        Files.writeString(folder.resolve("paths.txt"), "clips/a/00000-shake.gif\n\n" + TEST_GIF + "\n");
        paths(TEST_GIF, TEST_GIF).createOrReplaceTempView("table_of_clips");
        Inputs inputs = new Inputs(spark);
        List<Clip> all = inputs.clips(folder.resolve("clips").toString(), null);
        assertEquals(5, all.size());
        assertEquals(all.stream().sorted(Clip.LARGEST_FIRST).toList(), all);
        assertTrue(all.stream().allMatch(clip -> clip.bytes() > 0 && clip.name().matches("[ab]/.*gif")), all::toString);
        assertEquals(2, inputs.clips(folder + "/clips/b/*", null).size());
        List<Clip> labelled = inputs.clips(folder + "/labels.txt", null);
        assertEquals(2, labelled.size());
        assertEquals(all.stream().filter(clip -> clip.name().equals("a/00000-shake.gif")).findFirst().orElseThrow().path(),
                labelled.getFirst().path());
        assertEquals(2, inputs.clips(folder + "/paths.txt", null).size());
        assertEquals(List.of(TEST_GIF), inputs.clips("table_of_clips", null).stream().map(Clip::path).toList());
        assertEquals(1, inputs.clips(TEST_GIF, null).size());
        assertThrows(java.io.IOException.class, () -> inputs.clips("none", null));
        assertThrows(java.io.IOException.class, () -> inputs.clips(folder + "/*.mp4", null));
        Files.writeString(folder.resolve("parts.txt"), "x 0 5 1\nx 5 5 1\n");
        assertThrows(RuntimeException.class, () -> inputs.clips(folder + "/parts.txt", null));
    }
}
