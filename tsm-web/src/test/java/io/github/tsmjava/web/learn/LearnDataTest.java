package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.explain.ClipExplanation;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.web.learn.LearnData.Answer;
import io.github.tsmjava.web.learn.LearnData.Block;
import io.github.tsmjava.web.learn.LearnData.Row;
import io.github.tsmjava.web.learn.LearnData.ShiftTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the page says, computed once more with the engine, where possible in another way. */
class LearnDataTest {

    private static final LearnData DATA = Pages.DATA;

    @Test
    void answersAreTheNetworks() throws IOException {
        ClipExplanation clip = new ClipExplanation(Pages.MODEL, Pages.clip());
        assertArrayEquals(clip.asItIs().logits(), DATA.orders().get(0).shifted().mean());
        assertArrayEquals(clip.backwards().logits(), DATA.orders().get(1).shifted().mean());
        assertArrayEquals(clip.withoutShift().probabilities(), DATA.orders().get(0).unshifted().probabilities());
        float[] classified = VideoClassifier.of(Pages.MODEL).classify(Pages.CLIP).probabilities();
        assertArrayEquals(classified, DATA.orders().get(0).shifted().probabilities(), 1e-5f);
    }

    @Test
    void withoutTheShiftTheOrderIsNotSeen() {
        Answer forwards = DATA.orders().get(0).unshifted();
        for (LearnData.Order order : DATA.orders()) {
            assertArrayEquals(forwards.mean(), order.unshifted().mean(), 1e-5f);
            for (int t = 0; t < order.frames().length; t++) {
                assertArrayEquals(forwards.scores()[order.frames()[t]], order.unshifted().scores()[t], 1e-4f);
            }
        }
    }

    /** By the other way to shift, and by the definition, for all modes, shares and lengths, on a block of odd width. */
    @Test
    void tablesAreThoseOfTheOperator() {
        int channels = DATA.block().channels() + 3;
        assertEquals(ShiftMode.values().length, DATA.shifts().stream().map(ShiftTable::mode).distinct().count());
        for (ShiftTable table : DATA.shifts()) {
            ShiftMode mode = Arrays.stream(ShiftMode.values()).filter(m -> m.toString().equals(table.mode()))
                    .findFirst().orElseThrow();
            Shift shift = mode.shift(table.div());
            for (int frames = 1; frames <= table.sources().length; frames++) {
                Tensor inPlace = Tensor.zeros(frames, channels);
                for (int i = 0; i < inPlace.size(); i++) {
                    inPlace.data()[i] = 100 * (i / channels + 1) + i % channels;
                }
                shift.applyInPlace(inPlace, frames);
                int fold = shift.fold(channels);
                for (int t = 0; t < frames; t++) {
                    for (int c = 0; c < channels; c++) {
                        int source = table.sources()[frames - 1][t][c < fold ? 0 : c < 2 * fold ? 1 : 2];
                        assertEquals(defined(shift, frames, channels, t, c), source, table.mode());
                        assertEquals(source < 0 ? 0 : 100 * (source + 1) + c, inPlace.get(t, c), table.mode());
                    }
                }
            }
        }
    }

    private static int defined(Shift shift, int frames, int channels, int t, int c) {
        int fold = channels / shift.div();
        int source = t + (c < fold ? shift.first() : c < 2 * fold ? shift.second() : 0);
        return shift.boundary() == Shift.Boundary.CIRCULANT ? Math.floorMod(source, frames)
                : source < frames ? source : -1;
    }

    /** The sum that the page writes out is the number that the convolution gives. */
    @Test
    void sumsAreTheConvolutions() throws IOException {
        Block block = DATA.block();
        float[] input = Pages.floats(block.input());
        float[] output = Pages.floats(block.output());
        List<Tensor> seen = new ArrayList<>();
        Pages.MODEL.network().forward(Pages.clip(), (layer, x, y) -> {
            if (layer instanceof TemporalShift && seen.isEmpty()) {
                seen.addAll(List.of(x.copy(), y.copy()));
            }
        });
        assertArrayEquals(seen.get(0).data(), input);
        ShiftTable table = DATA.shifts().stream()
                .filter(t -> t.mode().equals(DATA.network().mode()) && t.div() == DATA.network().div())
                .findFirst().orElseThrow();
        int frames = DATA.clip().frames();
        int plane = block.height() * block.width();
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            int filter = random.nextInt(block.filters().length);
            int t = random.nextInt(frames);
            int pixel = random.nextInt(plane);
            double sum = 0;
            for (int c = 0; c < block.channels(); c++) {
                int fold = block.channels() / table.div();
                int source = table.sources()[frames - 1][t][c < fold ? 0 : c < 2 * fold ? 1 : 2];
                sum += source < 0 ? 0
                        : (double) block.weights()[filter][c] * input[(source * block.channels() + c) * plane + pixel];
            }
            float engine = seen.get(1).get(t, block.filters()[filter], pixel / block.width(), pixel % block.width());
            assertEquals(engine, output[(filter * frames + t) * plane + pixel]);
            assertEquals(engine, sum, 1e-4);
        }
        assertEquals(0, DATA.equivalent().largestDifference(), 1e-4);
    }

    @Test
    void theSumWithTheResidualIsTheBlocksOutput() throws IOException {
        Block block = DATA.block();
        float[] input = Pages.floats(block.input());
        float[] branch = Pages.floats(block.branch());
        List<Tensor> outputs = new ArrayList<>();
        Pages.MODEL.network().forward(Pages.clip(), (layer, x, y) -> {
            if (layer.name().endsWith("." + block.name())) {
                outputs.add(y.copy());
            }
        });
        int plane = block.height() * block.width();
        for (int c = 0; c < block.moving(); c++) {
            for (int t = 0; t < DATA.clip().frames(); t++) {
                for (int pixel = 0; pixel < plane; pixel++) {
                    assertEquals(outputs.getFirst().get(t, c, pixel / block.width(), pixel % block.width()),
                            input[(t * block.channels() + c) * plane + pixel]
                                    + branch[(c * DATA.clip().frames() + t) * plane + pixel], 1e-5);
                }
            }
        }
    }

    @Test
    void costsAreCounted() throws IOException {
        List<int[]> shapes = new ArrayList<>();
        Pages.MODEL.network().forward(Pages.clip(), (Layer layer, Tensor x, Tensor y) -> {
            if (layer instanceof TemporalShift) {
                shapes.add(x.shape());
            }
        });
        assertEquals(shapes.stream().mapToLong(s -> 4L * Tensor.size(s)).sum(), DATA.costs().maps());
        Shift shift = Pages.MODEL.network().config().shifting().shift();
        assertEquals(shapes.stream().mapToLong(s -> 4L * s[0] * shift.fold(s[1]) * s[2] * s[3]).sum(), DATA.costs().inPlace());
        assertTrue(DATA.costs().sameInPlace());
        assertEquals(0, DATA.costs().fusedDifference(), 1e-4);
        assertEquals(shapes.size(), DATA.costs().steps().stream().filter(LearnData.Step::shifted).count());
        assertTrue(DATA.costs().steps().stream().noneMatch(step -> step.algorithm().contains("shift")));
        Block block = DATA.block();
        long frame = (long) block.height() * block.width() * block.channels();
        int frames = DATA.clip().frames();
        assertEquals(frames * frame * block.outputs(), DATA.equivalent().shifted().multiplyAdds());
        assertEquals(3 * frames * frame * block.outputs(), DATA.equivalent().cubic().multiplyAdds());
        assertEquals((3L * frames - 2) * frame * 4, DATA.equivalent().cubic().bytesRead());
    }

    @Test
    void theStreamIsTheClip() {
        LearnData.Streaming stream = DATA.streaming();
        assertEquals(0, stream.difference(), 1e-4);
        assertArrayEquals(DATA.orders().getFirst().shifted().probabilities(),
                stream.probabilities()[DATA.clip().frames() - 1], 1e-5f);
        assertEquals(stream.memories().stream().mapToLong(m -> 4L * m.kept() * m.height() * m.width()).sum(),
                stream.bytes());
        for (int depth = 0; depth < stream.reach().length; depth++) {
            for (int t = 0; t < stream.reach()[depth].length; t++) {
                assertEquals(Math.max(0, t - depth), stream.reach()[depth][t]);
            }
        }
    }

    /** The trained networks are not in the box, so their figures are copied. */
    @Test
    void measuredFiguresAreThoseOfTheDocuments() throws IOException {
        List<Row> rows = DATA.trained().rows();
        String training = Files.readString(Path.of("..", DATA.trained().source()));
        Row all = rows.getFirst();
        assertTrue(training.contains("| right among all ten gestures | %.1f %% | %.1f %% |".formatted(
                percent(all.with()), percent(all.without()))));
        for (Row row : rows.subList(1, rows.size())) {
            String line = "%s | %d of %d | %d of %d |".formatted(row.name(), row.with().right(), row.with().of(),
                    row.without().right(), row.without().of());
            assertTrue(training.contains(line), line);
        }
        assertTrue(Files.readString(Path.of("..", "README.md")).contains("| ten gestures | %.0f %% | %.0f %% |".formatted(
                percent(all.with()), percent(all.without()))));
    }

    /** The map of the network and what the grid shows of its blocks, against what the network computes with. */
    @Test
    void thePartsAreTheNetworks() throws IOException {
        List<LearnData.Part> parts = DATA.network().parts();
        assertEquals(DATA.network().blocks(), parts.stream().filter(LearnData.Part::shifts).map(LearnData.Part::name).toList());
        assertEquals(1 + 17 + 1 + 2, parts.size());
        assertEquals(DATA.network().labels().size(), parts.getLast().channels());
        List<LearnData.Maps> others = DATA.maps();
        assertEquals(DATA.network().blocks().size() - 1, others.size());
        List<Tensor> inputs = new ArrayList<>();
        Pages.MODEL.network().forward(Pages.clip(), (layer, x, y) -> {
            if (layer instanceof TemporalShift) {
                inputs.add(x.copy());
            }
        });
        Random random = new Random(6);
        for (int i = 0; i < others.size(); i++) {
            LearnData.Maps maps = others.get(i);
            Tensor x = inputs.get(i + 1);
            LearnData.Part before = parts.get(parts.stream().map(LearnData.Part::name).toList().indexOf(maps.block()) - 1);
            assertArrayEquals(x.shape(),
                    new int[] {DATA.clip().frames(), before.channels(), before.height(), before.width()});
            assertEquals(x.dim(1), maps.channels());
            float[] numbers = Pages.floats(maps.input());
            for (int n = 0; n < 100; n++) {
                int t = random.nextInt(x.dim(0));
                int row = random.nextInt(maps.kept().length);
                int y = random.nextInt(maps.height());
                int column = random.nextInt(maps.width());
                assertEquals(x.get(t, maps.kept()[row], y, column),
                        numbers[((t * maps.kept().length + row) * maps.height() + y) * maps.width() + column]);
            }
        }
    }

    /** By the classifier that everybody calls, which also reads the clips by itself. */
    @Test
    void confusionsAreTheClassifiers() throws IOException {
        LearnData.Confusions confusions = DATA.drawn().confusions();
        Gesture shown = Gesture.ZOOM_IN;
        int[] with = new int[DATA.network().labels().size()];
        int[] without = new int[with.length];
        GestureSet drawn = new GestureSet(confusions.clipsOfEach() * with.length, DrawnClips.SEED, DrawnClips.FRAMES,
                Pages.MODEL.size(), Scenery.VARIED);
        for (int i = 0; i < confusions.clipsOfEach(); i++) {
            try (Video clip = drawn.clip(i * Gesture.values().length + shown.ordinal())) {
                with[VideoClassifier.of(Pages.MODEL).classify(clip).best().index()]++;
            }
            try (Video clip = drawn.clip(i * Gesture.values().length + shown.ordinal())) {
                without[VideoClassifier.of(Pages.TWIN).classify(clip).best().index()]++;
            }
        }
        assertArrayEquals(with, confusions.with()[shown.ordinal()]);
        assertArrayEquals(without, confusions.without()[shown.ordinal()]);
        for (int[] row : confusions.without()) {
            assertEquals(confusions.clipsOfEach(), Arrays.stream(row).sum());
        }
        assertEquals(confusions.gestures(), Gesture.labels());
    }

    private static double percent(LearnData.Share share) {
        return 100.0 * share.right() / share.of();
    }

    /** Without the shift a clip and its reverse get one answer, so one of two is right; with it, nearly all. */
    @Test
    void oppositesAreToldApartByTheShiftAlone() {
        assertEquals(4, DATA.drawn().pairs().size());
        assertFalse(Pages.TWIN.network().config().shifting().isPresent());
        assertEquals(Pages.MODEL.labels(), Pages.TWIN.labels());
        assertEquals(Pages.MODEL.network().config().backbone(), Pages.TWIN.network().config().backbone());
        int right = 0;
        for (LearnData.Pair pair : DATA.drawn().pairs()) {
            for (LearnData.Played clip : pair.clips()) {
                assertEquals(clip.without()[0], clip.without()[1]);
                right += (clip.with()[0] == clip.shown() ? 1 : 0) + (clip.with()[1] == clip.shown() ? 0 : 1);
            }
        }
        assertTrue(right > 40, "%d of 48".formatted(right));
    }
}
