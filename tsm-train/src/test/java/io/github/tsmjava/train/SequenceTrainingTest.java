package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.data.TrainingSequences;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureStreams;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on clips and streams together. */
class SequenceTrainingTest {

    private static final int SIZE = 32;
    private static final int FRAMES = 12;
    private static final int BATCH = 2;
    private static final int IDLE = Gesture.NONE.ordinal();
    private static final TrainingSequences.Settings SEQUENCES =
            new TrainingSequences.Settings(FRAMES, 10, BATCH, 0.5, 0.25, 0.15, 0.85);

    @TempDir
    private static Path folder;
    private static VideoList list;
    private static Path streams;

    /** Ends a training from within, as a signal would from without. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void write() throws IOException {
        list = TrainingVideos.write(folder, 6);
        new GestureStreams(2, 0.4, 3, 10, 40, Scenery.PLAIN).write(folder.resolve("streams"), () -> { });
        streams = folder.resolve("streams").resolve(GestureStreams.LIST);
    }

    private static PretrainedNetwork fresh() throws IOException {
        NetworkConfig config = NetworkConfig.online(MobileNetV2Backbone.mit(0.2), 3, Gesture.labels().size());
        return PretrainedNetwork.of(config.build(1), Flavour.MIT, Gesture.labels(), SIZE).withRate(10);
    }

    private static TrainingClips clips(PretrainedNetwork model, TrainingSequences.Settings settings) throws IOException {
        TrainingClips clips = TrainingClips.of(list, model);
        return clips.withSequences(TrainingSequences.read(streams, model, clips.augmentation(), settings));
    }

    private static Trainer trainer(PretrainedNetwork model, TrainingSequences.Settings sequences, String out) throws Exception {
        TrainingSettings settings = TrainingSettings.usual().withEpochs(2).withBatch(2).withSaveEvery(1)
                .withSchedule(new Schedule.Step(0.01, List.of()));
        return new Trainer(model, settings, clips(model, sequences), folder.resolve(out));
    }

    private static byte[] checkpoint(String out) throws IOException {
        return Files.readAllBytes(folder.resolve(out).resolve(Trainer.CHECKPOINT));
    }

    @Test
    void aBatchHasALabelOfWeightOneOnAverageForEachFrame() throws IOException {
        TrainingSequences sequences = clips(fresh(), SEQUENCES).sequences();
        boolean anyGesture = false;
        for (int seed = 0; seed < 10; seed++) {
            TrainingSequences.Batch batch = sequences.batch(new Random(seed));
            assertArrayEquals(new int[] {BATCH * FRAMES, 3, SIZE, SIZE}, batch.input().shape());
            assertArrayEquals(new int[] {BATCH * FRAMES, Gesture.labels().size()}, batch.targets().shape());
            double sum = 0;
            for (int i = 0; i < batch.targets().data().length; i++) {
                sum += batch.targets().data()[i];
                anyGesture |= batch.targets().data()[i] > 0 && i % Gesture.labels().size() != IDLE;
            }
            assertEquals(BATCH * FRAMES, sum, 1e-3);
        }
        assertTrue(anyGesture);
        TrainingSequences.Batch once = sequences.batch(new Random(5));
        try (WorkerPool one = new WorkerPool(1)) {
            TrainingSequences.Batch again = one.call(() -> sequences.batch(new Random(5)));
            assertArrayEquals(once.input().data(), again.input().data());
            assertArrayEquals(once.targets().data(), again.targets().data());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void trainingLearnsFromStreamsToo() throws Exception {
        List<Double> losses = new ArrayList<>();
        PretrainedNetwork model = fresh();
        trainer(model, SEQUENCES, "learns").train(new Trainer.Listener() {
            @Override
            public void trained(Trainer.Step step) {
                losses.add(step.loss());
            }
        });
        // Of clips and of sequences, each about the logarithm of ten at the beginning.
        assertEquals(2 * Math.log(10), losses.getFirst(), 1);
        assertTrue(losses.getLast() < losses.getFirst(), losses.toString());
        assertEquals(10, PretrainedNetwork.load(folder.resolve("learns").resolve(Trainer.CHECKPOINT)).rate());
    }

    @Test
    void whatWasStoppedGoesOnToTheSameBytes() throws Exception {
        trainer(fresh(), SEQUENCES, "whole").train();
        assertThrows(Stop.class, () -> trainer(fresh(), SEQUENCES, "stopped").train(new Trainer.Listener() {
            private int steps;

            @Override
            public void trained(Trainer.Step step) {
                if (++steps == 5) {
                    throw new Stop();
                }
            }
        }));
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve("stopped").resolve(Trainer.CHECKPOINT));
        Trainer resumed = trainer(checkpoint.model(), SEQUENCES, "stopped");
        resumed.resume(checkpoint);
        resumed.train();
        assertArrayEquals(checkpoint("whole"), checkpoint("stopped"));

        TrainingSequences.Settings longer = new TrainingSequences.Settings(FRAMES + 1, 10, BATCH, 0.5, 0.25, 0.15, 0.85);
        TrainingCheckpoint done = TrainingCheckpoint.read(folder.resolve("whole").resolve(Trainer.CHECKPOINT));
        Trainer other = trainer(done.model(), longer, "whole");
        CheckpointException refused = assertThrows(CheckpointException.class, () -> other.resume(done));
        assertTrue(refused.getMessage().contains("streams: trained with 2 streams"), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    @Test
    void streamsThatDoNotFitAreRefused() throws IOException {
        TrainingClips.Augmentation augmentation = TrainingClips.Augmentation.of(fresh());
        List<String> few = List.of("swipe left", "no gesture");
        NetworkConfig config = NetworkConfig.online(MobileNetV2Backbone.mit(0.2), 3, few.size());
        IOException unknown = assertThrows(IOException.class, () -> TrainingSequences.read(streams,
                PretrainedNetwork.of(config.build(1), Flavour.MIT, few, SIZE), augmentation, SEQUENCES));
        assertTrue(unknown.getMessage().contains("is no class of the network"), unknown.getMessage());
        IOException shorter = assertThrows(IOException.class, () -> TrainingSequences.read(streams, fresh(),
                augmentation, new TrainingSequences.Settings(1000, 10, 1, 0.5, 0.5, 0.15, 0.85)));
        assertTrue(shorter.getMessage().contains("expected at least 1000 frames at 10.0 a second, found 240"),
                shorter.getMessage());
        assertThrows(ShapeException.class, () -> new TrainingSequences.Settings(8, 10, 1, 0.5, 0.5, 0.5, 0.4));
    }
}
