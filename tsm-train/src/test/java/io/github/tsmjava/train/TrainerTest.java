package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.Trainer.TrainingException;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.RandomCrop;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.log.TensorBoardFiles;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {

    private static final NetworkConfig CONFIG = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.2), 3, 2);
    private static final int SIZE = 32;
    private static final int VIDEOS = 10;
    private static final int BATCH = 3;
    private static final int STEPS = VIDEOS / BATCH;

    /** Ends a training from within, as a signal would from without. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    private Path folder;
    private VideoList list;

    @BeforeEach
    void writeVideos() throws IOException {
        list = TrainingVideos.write(folder, VIDEOS);
    }

    private static TrainingSettings settings(int epochs, double rate, int saveEvery) {
        return settings(epochs, rate, saveEvery, Blending.NONE);
    }

    private static TrainingSettings settings(int epochs, double rate, int saveEvery, Blending blending) {
        return TrainingSettings.usual().withEpochs(epochs).withSchedule(new Schedule.Step(rate, List.of(6)))
                .withBatch(BATCH).withDropout(0.3).withEvaluateEvery(2).withSaveEvery(saveEvery).withSeed(11)
                .withBlending(blending);
    }

    private static PretrainedNetwork fresh() throws IOException {
        return PretrainedNetwork.of(CONFIG.build(1), Flavour.MIT, List.of("dark", "bright"), 32);
    }

    private Trainer trainer(PretrainedNetwork model, TrainingSettings settings, String out) throws Exception {
        TrainingClips clips = new TrainingClips(list, folder, Decoder.JAVA, new TrainingClips.Augmentation(
                Sampling.of(Sampling.Strategy.UNIFORM, 3), Modality.RGB, SIZE, RandomCrop.multiScale(Modality.RGB),
                Flip.exchangingSides(model.labels()), List.of()), 1 << 20);
        Trainer.Validation validation = new Trainer.Validation(list, folder,
                new VideoClassifier.Settings(Views.EFFICIENT.withSize(SIZE), Decoder.JAVA, Accuracy.FAST));
        return new Trainer(model, settings, clips, validation, folder.resolve(out));
    }

    private byte[] bytes(String out, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(out).resolve(file));
    }

    @Test
    void learnsToTellTwoClassesApart() throws Exception {
        List<Double> losses = new ArrayList<>();
        List<Evaluation> evaluations = new ArrayList<>();
        // A network that learns within seconds.
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(18), 3, 2);
        TrainingSettings settings = TrainingSettings.usual().withEpochs(8)
                .withSchedule(new Schedule.Step(0.005, List.of())).withBatch(5).withDropout(0.1).withEvaluateEvery(4)
                .withSeed(11);
        PretrainedNetwork model = PretrainedNetwork.of(config.build(1), Flavour.MIT, List.of("dark", "bright"), 32);
        trainer(model, settings, "out").train(new Trainer.Listener() {
            @Override
            public void trained(Trainer.Step step) {
                losses.add(step.loss());
            }

            @Override
            public void finished(int epoch, Evaluation evaluation) {
                assertEquals(epoch % 4 == 0, evaluation != null);
                if (evaluation != null) {
                    evaluations.add(evaluation);
                }
            }
        });
        assertEquals(16, losses.size());
        assertTrue(mean(losses.reversed()) < 0.5 * mean(losses), losses.toString());
        assertEquals(17, Files.readAllLines(folder.resolve("out/log.csv")).size());
        List<String> validation = Files.readAllLines(folder.resolve("out/validation.csv"));
        assertEquals(1 + evaluations.size(), validation.size());
        assertEquals("epoch,videos,loss,top1,top5,mean_class", validation.getFirst());
        assertEquals(evaluations.getLast().loss(), Double.parseDouble(validation.getLast().split(",")[2]), 1e-6);
        PretrainedNetwork trained = PretrainedNetwork.load(folder.resolve("out/checkpoint.safetensors"));
        assertEquals(config, trained.network().config());
        assertEquals(List.of("dark", "bright"), trained.labels());
    }

    private static double mean(List<Double> losses) {
        return losses.stream().limit(6).mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static Stream<Blending> blendings() {
        return Stream.of(Blending.NONE, Blending.mixUp(0.2), Blending.cutMix(1));
    }

    @ParameterizedTest
    @MethodSource("blendings")
    void aResumedTrainingEndsWithTheSameBytes(Blending blending) throws Exception {
        TrainingSettings settings = settings(4, 0.001, 2, blending);
        trainer(fresh(), settings, "whole").train(new Trainer.Listener() { });
        Random random = new Random(4);
        for (int attempt = 0; attempt < 4; attempt++) {
            String out = "stopped" + attempt;
            int stop = 3 + random.nextInt(4 * STEPS - 3);
            assertThrows(Stop.class, () -> trainer(fresh(), settings, out).train(stopAfter(stop)));
            Files.writeString(folder.resolve(out).resolve(Trainer.LOG), "99,3,0.0", StandardOpenOption.APPEND);
            Files.writeString(folder.resolve(out).resolve(
                    ".best.safetensors.01234567-89ab-cdef-0123-456789abcdef.tmp"), "half a file");
            TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve(out).resolve(Trainer.CHECKPOINT));
            Trainer resumed = trainer(checkpoint.model(), settings, out);
            resumed.resume(checkpoint);
            try (WorkerPool pool = new WorkerPool(1 + attempt)) {
                pool.call(() -> {
                    resumed.train(new Trainer.Listener() { });
                    return null;
                });
            }
            for (String file : List.of(Trainer.CHECKPOINT, Trainer.BEST, Trainer.LOG, Trainer.VALIDATION_LOG,
                    Trainer.CURVES)) {
                assertArrayEquals(bytes("whole", file), bytes(out, file), file + " after a stop at step " + stop);
            }
            assertEquals(names("whole"), names(out));
            assertEquals(TensorBoardFiles.read(folder.resolve("whole")), TensorBoardFiles.read(folder.resolve(out)));
        }
    }

    /** Each run begins a file of events. */
    private List<String> names(String out) {
        return Stream.of(folder.resolve(out).toFile().list()).filter(name -> !name.startsWith("events")).sorted()
                .toList();
    }

    @Test
    void twoTrainingsDoNotShareAFolder() throws Exception {
        Trainer second = trainer(fresh(), settings(1, 0.001, 1), "out");
        trainer(fresh(), settings(1, 0.001, 1), "out").train(new Trainer.Listener() {
            @Override
            public void trained(Trainer.Step step) {
                String message = assertThrows(IOException.class,
                        () -> second.train(new Trainer.Listener() { })).getMessage();
                assertTrue(message.endsWith("out: another run is writing to this folder"), message);
            }
        });
        assertEquals(1 + STEPS, Files.readAllLines(folder.resolve("out/log.csv")).size());
        second.train(new Trainer.Listener() { });
    }

    private static Trainer.Listener stopAfter(int steps) {
        return new Trainer.Listener() {
            private int left = steps;

            @Override
            public void trained(Trainer.Step step) {
                if (--left == 0) {
                    throw new Stop();
                }
            }
        };
    }

    @Test
    void otherSettingsAreNotResumed() throws Exception {
        trainer(fresh(), settings(1, 0.001, 100), "out").train(new Trainer.Listener() { });
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve("out/checkpoint.safetensors"));
        Trainer other = trainer(checkpoint.model(), settings(2, 0.03, 100), "out");
        String message = assertThrows(CheckpointException.class, () -> other.resume(checkpoint)).getMessage();
        assertTrue(message.contains("learning rate: trained with 0.001, a tenth of it after 6 epochs, cannot be "
                + "resumed with 0.03"), message);
        Trainer blended = trainer(checkpoint.model(), settings(2, 0.001, 100, Blending.mixUp(0.2)), "out");
        message = assertThrows(CheckpointException.class, () -> blended.resume(checkpoint)).getMessage();
        assertTrue(message.contains("blending: trained with none, cannot be resumed with MixUp 0.2"), message);
        Files.writeString(list.file(), "v0 6 1\nv1 6 1\nv2 6 0\n");
        list = VideoList.read(list.file());
        Trainer otherList = trainer(checkpoint.model(), settings(2, 0.001, 100), "out");
        assertThrows(CheckpointException.class, () -> otherList.resume(checkpoint));
    }

    @Test
    void otherVideosOfTheSameNamesAreNotResumed() throws Exception {
        trainer(fresh(), settings(1, 0.001, 100), "out").train(new Trainer.Listener() { });
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve("out/checkpoint.safetensors"));
        Path frame;
        try (Stream<Path> frames = Files.list(folder.resolve(list.entries().getLast().path()))) {
            frame = frames.findFirst().orElseThrow();
        }
        Files.write(frame, new byte[] {0}, StandardOpenOption.APPEND);
        Trainer other = trainer(checkpoint.model(), settings(1, 0.001, 100), "out");
        String message = assertThrows(CheckpointException.class, () -> other.resume(checkpoint)).getMessage();
        assertTrue(message.endsWith("training videos: files of these names had other sizes when it was trained"),
                message);
    }

    /** In a parameter, a velocity, or the text: a flipped bit anywhere is seen, or the file is no checkpoint at all. */
    @Test
    void aDamagedCheckpointIsNotResumed() throws Exception {
        trainer(fresh(), settings(1, 0.001, 100), "out").train(new Trainer.Listener() { });
        Path file = folder.resolve("out/checkpoint.safetensors");
        byte[] whole = Files.readAllBytes(file);
        TrainingCheckpoint.read(file);
        Random random = new Random(19);
        int found = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length / (i % 2 == 0 ? 1 : 20))] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            String message = assertThrows(IOException.class, () -> TrainingCheckpoint.read(file)).getMessage();
            found += message.endsWith("the file was damaged") ? 1 : 0;
        }
        assertTrue(found > 30, found + " by the checksum");
    }

    /** Checkpoints of all versions must be comparable: what stands in them is not to be reworded. */
    @Test
    void settingsAreStoredAsTheyAlwaysWere() throws Exception {
        trainer(fresh(), settings(1, 0.001, 100, Blending.mixUp(0.2)), "out").train(new Trainer.Listener() { });
        Map<String, String> stored = new TreeMap<>(TrainingCheckpoint.read(
                folder.resolve("out").resolve(Trainer.CHECKPOINT)).settings());
        assertTrue(stored.remove("training list").matches("10 videos, hash [0-9a-f]{8}"));
        assertTrue(stored.remove("validation list").matches("10 videos, hash [0-9a-f]{8}"));
        assertTrue(stored.remove("training videos").matches("hash [0-9a-f]{8}"));
        assertEquals(new TreeMap<>(Map.ofEntries(
                Map.entry("schedule", "Step[base=0.001, steps=[6]]"), Map.entry("batch size", "3"),
                Map.entry("momentum", "0.9"), Map.entry("streams", "none"), Map.entry("weight decay", "5.0E-4"),
                Map.entry("dropout", "0.3"),
                Map.entry("gradient norm", "20.0"), Map.entry("batch norms", "TRAINED"),
                Map.entry("new classifier", "false"), Map.entry("blending", "MixUp[alpha=0.2]"),
                Map.entry("seed", "11"),
                Map.entry("accuracy", "FAST"),
                Map.entry("augmentation", "Augmentation[sampling=Sampling[strategy=UNIFORM, "
                        + "segments=3, newLength=1, flavour=MIT], modality=RGB, size=32, "
                        + "crop=MultiScaleCrop[scales=[1.0, "
                        + "0.875, 0.75, 0.66]], flip=Flip[mirrored=[0, 1]], policies=[]]"))), stored);
    }

    @Test
    void aNetworkAloneIsNoTrainingToResume() throws IOException {
        fresh().save(folder.resolve("network.safetensors"));
        String message = assertThrows(CheckpointException.class,
                () -> TrainingCheckpoint.read(folder.resolve("network.safetensors"))).getMessage();
        assertTrue(message.contains("expected the checkpoint of a training, found no training.epoch"), message);
    }

    @Test
    void lostVelocitiesAreMissed() throws Exception {
        TrainingSettings settings = settings(1, 0.001, 100);
        trainer(fresh(), settings, "out").train(new Trainer.Listener() { });
        TrainingCheckpoint whole = TrainingCheckpoint.read(folder.resolve("out/checkpoint.safetensors"));
        TrainingCheckpoint without = new TrainingCheckpoint(
                whole.file(), whole.model(), Map.of(), whole.state(), whole.settings());
        Trainer trainer = trainer(whole.model(), settings, "out");
        assertThrows(CheckpointException.class, () -> trainer.resume(without));
    }

    @Test
    void lossesThatAreNoNumbersStopAndLeaveTheLastGoodState() throws Exception {
        PretrainedNetwork model = fresh();
        model.network().parameters().getFirst().tensor().data()[0] = Float.NaN;
        Trainer untrained = trainer(model, settings(2, 0.001, 100), "nothing");
        String message = assertThrows(TrainingException.class,
                () -> untrained.train(new Trainer.Listener() { })).getMessage();
        assertTrue(message.contains("epoch 1, step 1: the loss is NaN") && message.contains("nothing has been saved"),
                message);
        assertFalse(Files.exists(folder.resolve("nothing").resolve(Trainer.CHECKPOINT)));

        trainer(fresh(), settings(1, 0.001, 100), "good").train(new Trainer.Listener() { });
        byte[] good = bytes("good", Trainer.CHECKPOINT);
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve("good").resolve(Trainer.CHECKPOINT));
        Trainer diverging = trainer(checkpoint.model(), settings(2, 0.001, 1), "good");
        diverging.resume(checkpoint);
        checkpoint.model().network().parameters().getFirst().tensor().data()[0] = Float.POSITIVE_INFINITY;
        message = assertThrows(TrainingException.class, () -> diverging.train(new Trainer.Listener() { })).getMessage();
        assertTrue(message.contains("the last good state is in") && message.contains("epoch 2, step 1"), message);
        assertArrayEquals(good, bytes("good", Trainer.CHECKPOINT));
    }

    @Test
    void videosThatCannotBeReadAreNamedOnce() throws Exception {
        Files.writeString(folder.resolve("v4/img_00003.png"), "no picture");
        Files.move(folder.resolve("v7"), folder.resolve("elsewhere"));
        List<String> named = new ArrayList<>();
        int[] steps = new int[1];
        double[] found = new double[1];
        trainer(fresh(), settings(6, 0.001, 100), "out").train(new Trainer.Listener() {
            @Override
            public void finished(int epoch, Evaluation evaluation) {
                if (evaluation != null) {
                    int right = evaluation.confusion().count(0, 0) + evaluation.confusion().count(1, 1);
                    found[0] = Math.max(found[0], (double) right / VIDEOS);
                }
            }

            @Override
            public void failed(Failed video) {
                named.add(video.entry().path());
            }

            @Override
            public void trained(Trainer.Step step) {
                steps[0]++;
            }
        });
        assertEquals(List.of("v4", "v7"), named.stream().sorted().toList());
        assertEquals(6 * STEPS, steps[0]);
        // Neither makes the rest look better.
        assertEquals(found[0],
                TrainingCheckpoint.read(folder.resolve("out").resolve(Trainer.CHECKPOINT)).state().best(), 1e-12);
    }

    @Test
    void anotherFolderGetsABestNetworkOfItsOwn() throws Exception {
        trainer(fresh(), settings(2, 0.001, 100), "one").train(new Trainer.Listener() { });
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(folder.resolve("one").resolve(Trainer.CHECKPOINT));
        assertTrue(checkpoint.state().best() > 0);
        Trainer second = trainer(checkpoint.model(), settings(4, 0.001, 100), "two");
        second.resume(checkpoint);
        second.train(new Trainer.Listener() { });
        assertTrue(Files.exists(folder.resolve("two").resolve(Trainer.BEST)));
    }

    @Test
    void listsThatCannotBeTrainedOnAreRefused() throws Exception {
        list = VideoList.read(Files.writeString(folder.resolve("short.txt"), "v0 6 0\nv1 6 1\n"));
        String few = assertThrows(TrainingException.class,
                () -> trainer(fresh(), settings(1, 0.001, 1), "out")).getMessage();
        assertTrue(few.contains("2 videos, fewer than a batch of 3"), few);
        list = VideoList.read(Files.writeString(folder.resolve("label.txt"), "v0 6 0\nv1 6 1\nv2 6 2\n"));
        String label = assertThrows(IOException.class,
                () -> trainer(fresh(), settings(1, 0.001, 1), "out")).getMessage();
        assertTrue(label.contains("line 3: label 2"), label);
        list = VideoList.read(Files.writeString(folder.resolve("gone.txt"), "a 6 0\nb 6 1\nc 6 1\n"));
        String gone = assertThrows(TrainingException.class,
                () -> trainer(fresh(), settings(1, 0.001, 1), "out").train(new Trainer.Listener() { })).getMessage();
        assertTrue(gone.contains("none of its 3 videos can be read"), gone);
        list = VideoList.read(Files.writeString(folder.resolve("more.txt"), "a 6 0\nb 6 1\nc 6 1\nd 6 1\n"));
        String epoch = assertThrows(TrainingException.class,
                () -> trainer(fresh(), settings(1, 0.001, 1), "out").train(new Trainer.Listener() { })).getMessage();
        assertTrue(epoch.contains("no video of a whole epoch can be read"), epoch);
    }

    @Test
    void anAccuracyOfAlmostNothingIsResumed() throws Exception {
        Map<String, String> fixed = Map.of();
        Path file = folder.resolve("poor.safetensors");
        new TrainingCheckpoint(file, fresh(), Map.of(), new TrainingState(1, 0, 5e-4), fixed).write();
        assertEquals(5e-4, TrainingCheckpoint.read(file).state().best());
    }
}
