package io.github.tsmjava.train;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.optimizer.ParameterGroup;
import io.github.tsmjava.nn.optimizer.Sgd;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.train.Trainer.TrainingException;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.data.TrainingSequences;
import io.github.tsmjava.train.random.Randomness;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One step of training: the network on a batch, its loss, the gradients, shortened if too long, and the update. */
final class TrainingStep {

    private final PretrainedNetwork model;
    private final TrainingSettings settings;
    private final int steps;
    private final Path checkpoint;
    private final Randomness randomness;
    private final Tape tape;
    private final SequenceStep sequences;
    private final Sgd sgd;

    /**
     * @param sequences  what is trained on beside the clips; null for nothing
     * @param steps      of each epoch
     * @param checkpoint where the last good state may be, which an error names
     */
    TrainingStep(PretrainedNetwork model, TrainingSettings settings, TrainingSequences sequences, int steps,
                 Randomness randomness, Path checkpoint) {
        this.model = model;
        this.settings = settings;
        this.steps = steps;
        this.checkpoint = checkpoint;
        this.randomness = randomness;
        tape = new Tape(model.network(), settings.norms(), settings.dropout(), settings.seed(), settings.accuracy());
        this.sequences = sequences == null ? null : new SequenceStep(model, settings, sequences, randomness);
        boolean newFirstConv = model.network().config().modality() == Modality.FLOW;
        sgd = new Sgd(ParameterGroup.tsn(model.network(), settings.norms(), newFirstConv, settings.newClassifier()),
                settings.momentum(), false);
    }

    Map<String, Tensor> velocities() {
        return sgd.velocities();
    }

    /** @throws io.github.tsmjava.tensor.ShapeException if they are not those of the network's parameters */
    void restore(Map<String, Tensor> velocities) {
        sgd.restore(velocities);
    }

    /** @throws TrainingException before anything is learned, if the loss or the gradients are not finite */
    Trainer.Step run(List<Clip> batch, TrainingState state) throws IOException, TrainingException {
        Blending.Batch blended = settings.blending().of(batch, model.network().config().classes(),
                randomness.step(state.epoch(), state.step()));
        // So that dropout depends on the epoch and the step, and a resumed training draws the same.
        long done = (long) state.epoch() * steps + state.step();
        tape.restoreStep(done);
        Tensor logits = tape.forward(blended.input());
        CrossEntropy entropy = CrossEntropy.of(logits, blended.targets());
        requireFinite("loss", entropy.loss(), state);
        Gradients gradients = tape.backward(entropy.gradient());
        double loss = entropy.loss();
        if (sequences != null) {
            loss += sequences.run(state, done);
            requireFinite("loss", loss, state);
            gradients.add(sequences.gradients());
        }
        requireFinite("length of the gradients", gradients.clip(settings.maxGradientNorm()), state);
        double rate = settings.schedule().rate(state.epoch());
        sgd.step(gradients, rate, settings.weightDecay());
        int right = 0;
        for (int i = 0; i < batch.size(); i++) {
            right += largest(logits.slice(i, i + 1).data()) == blended.label(i) ? 1 : 0;
        }
        return new Trainer.Step(state.epoch() + 1, state.step() + 1, steps, rate, loss,
                (double) right / batch.size());
    }

    private static int largest(float[] scores) {
        int largest = 0;
        for (int i = 1; i < scores.length; i++) {
            largest = scores[i] > scores[largest] ? i : largest;
        }
        return largest;
    }

    /** @throws TrainingException if a parameter is not finite */
    void requireFiniteParameters(TrainingState state) throws TrainingException {
        for (Parameter parameter : model.network().parameters()) {
            for (float value : parameter.tensor().data()) {
                if (!Float.isFinite(value)) {
                    requireFinite("parameter " + parameter.name(), value, state);
                }
            }
        }
    }

    private void requireFinite(String what, double value, TrainingState state) throws TrainingException {
        if (!Double.isFinite(value)) {
            throw new TrainingException("epoch %d, step %d: the %s is %s: a smaller learning rate than %s may help; %s"
                    .formatted(state.epoch() + 1, state.step() + 1, what, value,
                            settings.schedule().rate(state.epoch()), Files.exists(checkpoint)
                                    ? "the last good state is in " + checkpoint : "nothing has been saved yet"));
        }
    }
}
