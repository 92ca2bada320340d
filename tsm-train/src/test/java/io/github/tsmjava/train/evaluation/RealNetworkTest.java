package io.github.tsmjava.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.video.VideoList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every twentieth validation clip of UTD-MHAD, against what the original code computed with PyTorch. */
class RealNetworkTest {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private static final int STEP = 20;

    @ParameterizedTest
    @ValueSource(strings = {"tsm", "tsn"})
    void scoresAreThoseOfPyTorch(String kind) throws Exception {
        Path shared = shared();
        VideoList all = VideoList.read(shared.resolve("data/utd-mhad/val_videos.txt"));
        VideoList some = new VideoList(all.file(), IntStream.iterate(0, i -> i < all.entries().size(), i -> i + STEP)
                .mapToObj(all.entries()::get).toList());
        PretrainedNetwork model =
                PretrainedNetwork.load(shared.resolve("models/%s_mbv2_utd27.pth.tar".formatted(kind)));
        VideoClassifier classifier = new VideoClassifier(model, VideoClassifier.Settings.EFFICIENT.withSize(128));
        Member member = new Member(classifier, some, shared.resolve("data/utd-mhad"), 1);
        Evaluation evaluation = new Evaluator(List.of(member), Average.LOGITS).evaluate(() -> { });

        JsonObject golden = JsonParser.parseString(Files.readString(
                shared.resolve("goldens/real_%s_mbv2_utd27.json".formatted(kind)))).getAsJsonObject();
        assertEquals(some.entries().size(), evaluation.confusion().samples());
        for (Scored scored : evaluation.scored()) {
            String clip = Path.of(scored.entry().path()).getFileName().toString().replace(".mp4", "");
            JsonArray expected = golden.getAsJsonObject("logits").getAsJsonArray(clip);
            double largest = expected.asList().stream().mapToDouble(value -> Math.abs(value.getAsDouble()))
                    .max().orElseThrow();
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).getAsDouble(), scored.scores()[i], 1e-4 * largest, clip);
            }
        }
        assertTrue(evaluation.confusion().top1() > 0.6, "top-1 " + evaluation.confusion().top1());
    }

    private static Path shared() {
        String configured = System.getenv("TSM_SHARED");
        Path found = configured == null ? null : Path.of(configured);
        Path folder = Path.of("").toAbsolutePath();
        for (; found == null && folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/goldens"))) {
                found = folder.resolve("shared");
            }
        }
        if (found == null && SAID.compareAndSet(false, true)) {
            // On the console, where JUnit's reasons do not come through.
            System.out.println("tests that need the folder shared/ beside the project are skipped");
        }
        Assumptions.assumeTrue(found != null, "no folder shared/goldens beside the project, and TSM_SHARED is not set");
        return found;
    }
}
