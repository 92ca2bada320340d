package io.github.tsmjava.models;

import io.github.tsmjava.models.checkpoint.DeclaredSettings;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a file of ours says of a network's training and its classes, beside what {@link DeclaredSettings} says of its
 * architecture.
 */
record FileMetadata(Checkpoint checkpoint) {

    private static final String LABELS = "labels";
    private static final String FLAVOUR = "flavour";
    private static final String INPUT_SIZE = "size";
    private static final String RATE = "rate";
    private static final int MAX_SIZE = 4096;
    private static final int MAX_RATE = 1000;

    /** Whose sampling and transforms it was trained with. */
    Flavour flavour(Flavour usual) {
        String said = checkpoint.metadata().get(FLAVOUR);
        return said == null ? usual : DeclaredSettings.constant(FLAVOUR, said, Flavour.values());
    }

    /** Side of its crops in pixels. */
    int size(int usual) throws CheckpointException {
        String said = checkpoint.metadata().getOrDefault(INPUT_SIZE, Integer.toString(usual));
        if (!said.matches("\\d{1,4}") || Integer.parseInt(said) < 1 || Integer.parseInt(said) > MAX_SIZE) {
            throw new CheckpointException(checkpoint.file(), "%s: expected a number from 1 to %d, found \"%s\""
                    .formatted(INPUT_SIZE, MAX_SIZE, said));
        }
        return Integer.parseInt(said);
    }

    /** Frames a second; 0 if the file does not say it. */
    double rate() throws CheckpointException {
        String said = checkpoint.metadata().getOrDefault(RATE, "0");
        if (!said.matches("\\d{1,4}(\\.\\d{1,17})?") || Double.parseDouble(said) > MAX_RATE) {
            throw new CheckpointException(checkpoint.file(), "%s: expected a number from 0 to %d, found \"%s\""
                    .formatted(RATE, MAX_RATE, said));
        }
        return Double.parseDouble(said);
    }

    /** One for each class, or empty. */
    List<String> labels(int classes) throws CheckpointException {
        String joined = checkpoint.metadata().get(LABELS);
        if (joined == null) {
            return List.of();
        }
        List<String> labels = List.of(joined.split("\n", -1));
        if (labels.size() != classes) {
            throw new CheckpointException(checkpoint.file(), Labels.MISCOUNT.formatted(classes, labels.size()));
        }
        return labels;
    }

    /** What a file should say. */
    static Map<String, String> of(PretrainedNetwork model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FLAVOUR, model.flavour().name().toLowerCase(Locale.ROOT));
        if (model.size() != model.network().config().backbone().size()) {
            metadata.put(INPUT_SIZE, Integer.toString(model.size()));
        }
        if (model.rate() > 0) {
            metadata.put(RATE, Double.toString(model.rate()));
        }
        if (!model.labels().isEmpty()) {
            metadata.put(LABELS, String.join("\n", model.labels()));
        }
        return metadata;
    }
}
