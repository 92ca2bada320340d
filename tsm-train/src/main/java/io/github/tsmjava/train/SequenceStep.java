package io.github.tsmjava.train;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.train.data.TrainingSequences;
import io.github.tsmjava.train.random.Randomness;
import java.io.IOException;

/** The part of a step that looks at streams: the network on sequences, a loss for each frame, the gradients. */
final class SequenceStep {

    private final TrainingSequences sequences;
    private final Randomness randomness;
    private final Tape tape;
    private Gradients gradients;

    SequenceStep(PretrainedNetwork model, TrainingSettings settings, TrainingSequences sequences, Randomness randomness) {
        this.sequences = sequences;
        this.randomness = randomness;
        tape = new Tape(model.network().onSequences(sequences.settings().frames()), settings.norms(), settings.dropout(),
                ~settings.seed(), settings.accuracy());
    }

    /**
     * Computes the loss and its gradients.
     *
     * @param step of the whole training, which dropout depends on
     * @return the weighted mean over the frames, in nats
     * @throws IOException in one line, if a frame cannot be read
     */
    double run(TrainingState state, long step) throws IOException {
        TrainingSequences.Batch batch = sequences.batch(randomness.sequences(state.epoch(), state.step()));
        tape.restoreStep(step);
        Tensor logits = tape.forward(batch.input());
        CrossEntropy entropy = CrossEntropy.of(logits, batch.targets());
        gradients = tape.backward(entropy.gradient());
        return entropy.loss();
    }

    /** Of the last loss. */
    Gradients gradients() {
        return gradients;
    }
}
