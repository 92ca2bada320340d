package io.github.tsmjava.train;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.train.files.FolderLock;
import io.github.tsmjava.train.loading.ClipLoader;
import io.github.tsmjava.train.log.StepRow;
import io.github.tsmjava.train.log.TrainingLog;
import io.github.tsmjava.train.random.Randomness;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Trains a network on the videos of a list.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="train"}
 *
 * <p>The folder gets {@value #CHECKPOINT}, from which training can be resumed at any time and gives the same bytes as
 * without the stop; {@value #BEST}, the network with the best accuracy on the validation list; {@value #LOG} with a row
 * for each step and {@value #VALIDATION_LOG} with one for each evaluation; the same for TensorBoard in files
 * {@code events.out.tfevents.}, one for each run; and {@value #CURVES}, drawn after each evaluation and at the end.
 *
 * <p>Source: TSN and TSM as trained by MIT's {@code main.py}: the rate is set once per epoch, an incomplete last batch
 * is dropped. A video that cannot be read is left out of its batch and named, never replaced.
 */
public final class Trainer {

    public static final String CHECKPOINT = "checkpoint.safetensors";
    public static final String BEST = "best.safetensors";
    public static final String LOG = TrainingLog.STEPS;
    public static final String VALIDATION_LOG = TrainingLog.VALIDATION;
    public static final String CURVES = TrainingLog.CURVES;

    /** The videos that the network is tested on between epochs, and how. */
    public record Validation(VideoList list, Path root, VideoClassifier.Settings settings) {

        /** The centre crop of one clip of each video; paths begin in the folder of the list. */
        public static Validation of(VideoList list, PretrainedNetwork model) {
            return new Validation(list, list.file().toAbsolutePath().getParent(),
                    VideoClassifier.Settings.EFFICIENT.withSize(model.size()));
        }
    }

    /**
     * One step.
     *
     * @param epoch        from 1
     * @param step         of this epoch, from 1
     * @param steps        of each epoch
     * @param learningRate the base, which parameter groups multiply
     * @param loss         mean over the batch, in nats
     * @param top1         share of the batch, 0 to 1; of blended clips the class with the larger share counts
     */
    public record Step(int epoch, int step, int steps, double learningRate, double loss, double top1) { }

    /** Is told what happens, on the thread that trains unless a method says otherwise. */
    public interface Listener {

        /**
         * The first step of an epoch begins, or the first after a stop.
         *
         * @param epoch from 1
         * @param steps that are to be done in this epoch
         */
        default void started(int epoch, int steps) {
        }

        /** A step is done. */
        default void trained(Step step) {
        }

        /** A video cannot be read; told once for each. */
        default void failed(Failed video) {
        }

        /** A video of the validation list is done; called by any thread. */
        default void validated() {
        }

        /**
         * An epoch is done.
         *
         * @param epoch      from 1
         * @param evaluation what came out on the validation list, or null if it was not due
         */
        default void finished(int epoch, Evaluation evaluation) {
        }
    }

    private final PretrainedNetwork model;
    private final TrainingSettings settings;
    private final TrainingClips clips;
    private final Validation validation;
    private final Path folder;
    private final Randomness randomness;
    private final int steps;
    private final TrainingStep step;
    private final FixedSettings fixed;
    private final Set<Integer> failed = new HashSet<>();
    private TrainingState state = TrainingState.START;

    /** A training without a validation list; see the other constructor. */
    public Trainer(PretrainedNetwork model, TrainingSettings settings, TrainingClips clips, Path folder)
            throws IOException, TrainingException {
        this(model, settings, clips, null, folder);
    }

    /**
     * @param model      whose network is trained, in place
     * @param validation null for none
     * @param folder     where files are written; made if it is not there
     * @throws IOException       in one line, if a list does not fit the network
     * @throws TrainingException if there are fewer videos than a batch has
     */
    public Trainer(PretrainedNetwork model, TrainingSettings settings, TrainingClips clips, Validation validation,
                   Path folder) throws IOException, TrainingException {
        this.model = model;
        this.settings = settings;
        this.clips = clips;
        this.validation = validation;
        this.folder = folder;
        VideoList list = clips.list();
        int classes = model.network().config().classes();
        list.requireLabelsBelow(classes);
        if (validation != null) {
            validation.list.requireLabelsBelow(classes);
        }
        steps = list.entries().size() / settings.batch();
        if (steps == 0) {
            throw new TrainingException("%s: %d videos, fewer than a batch of %d"
                    .formatted(list.file(), list.entries().size(), settings.batch()));
        }
        randomness = new Randomness(settings.seed());
        step = new TrainingStep(model, settings, clips.sequences(), steps, randomness, folder.resolve(CHECKPOINT));
        fixed = FixedSettings.of(settings, clips, validation);
    }

    /** Steps of an epoch. */
    public int steps() {
        return steps;
    }

    /** The best top-1 accuracy on the validation list so far, 0 to 1. */
    public double best() {
        return state.best();
    }

    /**
     * Goes on from a checkpoint, whose network must be the one that is trained here. Call it before {@link #train}.
     *
     * @throws CheckpointException in one line, if it was trained with other settings, on another list or on other
     *                             videos
     */
    public void resume(TrainingCheckpoint checkpoint) throws CheckpointException {
        fixed.requireSame(checkpoint);
        TrainingState saved = checkpoint.state();
        if (saved.epoch() > settings.epochs() || saved.step() > steps) {
            throw new CheckpointException(checkpoint.file(), ("expected at most %d epochs of %d steps, found %d epochs "
                    + "and %d steps that are done").formatted(settings.epochs(), steps, saved.epoch(), saved.step()));
        }
        try {
            step.restore(checkpoint.velocities());
        } catch (ShapeException e) {
            throw new CheckpointException(checkpoint.file(), e.getMessage());
        }
        state = saved;
    }

    /** Trains to the end and tells nobody how it goes; see {@link #train(Listener)}. */
    public void train() throws IOException, InterruptedException, TrainingException {
        train(new Listener() { });
    }

    /**
     * Trains to the end.
     *
     * @throws IOException          in one line, if a file cannot be written or another run writes to the folder
     * @throws TrainingException    in one line, if losses or gradients are not finite any more; the last checkpoint
     *                              stays
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void train(Listener listener) throws IOException, InterruptedException, TrainingException {
        Files.createDirectories(folder);
        try (FolderLock _ = new FolderLock(folder)) {
            for (String file : List.of(CHECKPOINT, BEST, LOG, VALIDATION_LOG, CURVES)) {
                AtomicFile.deleteLeftovers(folder.resolve(file));
            }
            trainLocked(listener);
        }
    }

    private void trainLocked(Listener listener) throws IOException, InterruptedException, TrainingException {
        if (Files.notExists(folder.resolve(BEST))) {
            // Resumed in another folder, which gets a best network of its own.
            state = state.withBest(0);
        }
        try (TrainingLog log = new TrainingLog(folder, steps, state.epoch(), state.step())) {
            while (state.epoch() < settings.epochs()) {
                trainEpoch(log, listener);
                Evaluation evaluation = null;
                if (isEvaluationDue()) {
                    save();
                    evaluation = evaluate(log, listener);
                }
                state = state.nextEpoch();
                save();
                if (evaluation != null || state.epoch() == settings.epochs()) {
                    log.draw();
                }
                listener.finished(state.epoch(), evaluation);
            }
        }
    }

    private boolean isEvaluationDue() {
        int epoch = state.epoch() + 1;
        return validation != null && (epoch % settings.evaluateEvery() == 0 || epoch == settings.epochs());
    }

    private void trainEpoch(TrainingLog log, Listener listener)
            throws IOException, InterruptedException, TrainingException {
        int threads = WorkerPool.current().threads();
        try (ClipLoader loader = new ClipLoader(
                clips, randomness, state.epoch(), state.step(), settings.batch(), threads)) {
            int first = state.step();
            int done = 0;
            listener.started(state.epoch() + 1, steps - first);
            while (state.step() < steps) {
                ClipLoader.Batch batch = loader.next();
                report(batch.failed(), listener);
                if (!batch.clips().isEmpty()) {
                    Step trained = step.run(batch.clips(), state);
                    log.trained(new StepRow((long) state.epoch() * steps + trained.step, trained.epoch,
                            trained.learningRate, trained.loss, trained.top1));
                    listener.trained(trained);
                    done++;
                }
                state = state.withStep(state.step() + 1);
                if (state.step() % settings.saveEvery() == 0 && state.step() < steps) {
                    save();
                }
            }
            if (first == 0 && done == 0) {
                throw new TrainingException("%s: no video of a whole epoch can be read".formatted(clips.list().file()));
            }
        }
    }

    private void report(List<Failed> videos, Listener listener) throws TrainingException {
        for (Failed video : videos) {
            if (failed.add(video.entry().line())) {
                listener.failed(video);
            }
        }
        int all = clips.list().entries().size();
        if (failed.size() == all) {
            throw new TrainingException("%s: none of its %d videos can be read".formatted(clips.list().file(), all));
        }
    }

    private void save() throws IOException, TrainingException {
        step.requireFiniteParameters(state);
        new TrainingCheckpoint(folder.resolve(CHECKPOINT), model, step.velocities(), state, fixed.texts()).write();
    }

    private Evaluation evaluate(TrainingLog log, Listener listener) throws IOException, InterruptedException {
        VideoClassifier classifier = new VideoClassifier(model, validation.settings);
        Evaluation evaluation = new Evaluator(
                List.of(new Evaluator.Member(classifier, validation.list, validation.root, 1)),
                Average.of(model.flavour())).evaluate(listener::validated);
        log.validated(state.epoch() + 1, evaluation);
        // A video that cannot be read counts as missed, so that an evaluation without most videos does not pass for the
        // best.
        Confusion confusion = evaluation.confusion();
        double found = confusion.top1() * confusion.samples() / evaluation.outcomes().size();
        if (found > state.best()) {
            state = state.withBest(found);
            model.save(folder.resolve(BEST));
        }
        return evaluation;
    }

    /**
     * Training cannot go on: the loss or the gradients are not finite, or there is no video to train on. The message is one
     * line.
     */
    public static final class TrainingException extends Exception {

        private static final long serialVersionUID = 1L;

        TrainingException(String message) {
            super(message);
        }
    }
}
