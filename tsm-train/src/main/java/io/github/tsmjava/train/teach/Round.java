package io.github.tsmjava.train.teach;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.train.Trainer.TrainingException;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.data.TrainingSequences;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.VideoList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Trains a network from some of the clips, equally many of each class in an epoch, and from streams.
 *
 * @param model   what learns
 * @param streams list of the streams
 */
record Round(PretrainedNetwork model, Material material, List<String> labels, Path streams, Teaching.Settings settings) {

    private static final int MIN_EPOCHS = 4;
    /** Clips in a step, and sequences beside them, each as long as two clips, and no longer than four. */
    private static final int BATCH = 8;
    private static final int SEQUENCES = 3;
    private static final int CLIPS_LONG = 2;
    private static final int MOST_CLIPS_LONG = 4;
    /**
     * The shares of a clip from which on it may and must be named. What tells a gesture from others is in the middle of a
     * clip: at its end a hand has gone down again.
     */
    private static final double BEGUN = 0.3;
    private static final double NAMED = 0.45;
    /** Doublings of brightness and contrast, at most: other lamps, another time of the day. */
    private static final double LIGHT = 0.6;
    /** Of an epoch, in all classes together, where there are fewer examples; unless that would be more steps than asked for. */
    private static final int FEWEST_CLIPS = 48;

    /**
     * @param rate    at which it begins to learn
     * @param steps   about so many
     * @param planned is told how many steps there will be
     * @param done    is told each step
     */
    void train(List<VideoList.Entry> clips, boolean newClassifier, double rate, double steps, IntConsumer planned,
               Consumer<Trainer.Step> done) throws IOException, InterruptedException, TrainingException {
        List<VideoList.Entry> all = new ArrayList<>(clips);
        all.addAll(material.nothing(clips));
        int fewest = (int) Math.min(FEWEST_CLIPS, steps * BATCH / MIN_EPOCHS);
        VideoList list = material.balanced(all, ofEachClass(clips, fewest));
        int epochs = Math.max(MIN_EPOCHS, (int) Math.round(steps * BATCH / list.entries().size()));
        TrainingSettings training = TrainingSettings.usual().withEpochs(epochs).withBatch(BATCH)
                .withSchedule(new Schedule.Cosine(rate, epochs)).withDropout(0).withNorms(BatchNormMode.FROZEN)
                .withNewClassifier(newClassifier).withSeed(settings.seed());
        TrainingClips.Augmentation augmentation = TrainingClips.Augmentation.of(model)
                .withPolicies(List.of(ClipAugmentation.light(LIGHT)));
        if (settings.mirror()) {
            augmentation = augmentation.withFlip(Flip.exchangingSides(labels));
        }
        TrainingSequences.Settings usual = TrainingSequences.Settings.USUAL;
        TrainingSequences sequences = TrainingSequences.read(streams, model, augmentation,
                new TrainingSequences.Settings(frames(), model.rate(), SEQUENCES, usual.eventShare(), usual.idleWeight(), BEGUN, NAMED));
        TrainingClips seen = new TrainingClips(list, material.folder(), Decoder.AUTO, augmentation, TrainingClips.usualCache())
                .withSequences(sequences);
        Trainer trainer = new Trainer(model, training, seen, material.folder().resolve("training-" + clips.size()));
        planned.accept(epochs * trainer.steps());
        trainer.train(new Trainer.Listener() {

            @Override
            public void trained(Trainer.Step step) {
                done.accept(step);
            }
        });
    }

    /** Of a sequence: as many as two clips have, or, where the network sees more of a gesture than a clip has, two gestures. */
    private int frames() {
        int segments = model.network().config().segments();
        return Math.clamp((int) Math.ceil(CLIPS_LONG * material.seconds() * model.rate()), CLIPS_LONG * segments,
                MOST_CLIPS_LONG * segments);
    }

    /**
     * As many as the class with the most has, at least; whole batches in all, so that none is left out.
     *
     * @param fewest of all classes together
     */
    private int ofEachClass(List<VideoList.Entry> clips, int fewest) {
        int classes = labels.size();
        int largest = IntStream.range(0, classes)
                .map(label -> (int) clips.stream().filter(clip -> clip.label() == label).count()).max().orElseThrow();
        int each = Math.max(largest, Math.ceilDiv(fewest, classes));
        while (each * classes % BATCH != 0) {
            each++;
        }
        return each;
    }
}
