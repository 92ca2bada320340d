package io.github.tsmjava.app.options;

import io.github.tsmjava.app.report.TrainingReport;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingCheckpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A training that goes on from a checkpoint, or why it does not. */
public final class Resumption {

    private static final Path AUTO = Path.of("auto");

    private Resumption() {
    }

    /** Refuses what is no checkpoint of a training, before anything else is done. */
    public static void require(Path file) {
        if (file.equals(AUTO) && Files.notExists(file)) {
            throw new UsageException("--resume: expected a checkpoint.safetensors, found auto: name the one in the "
                    + "folder that training writes to");
        }
        if (Files.notExists(file)) {
            throw new UsageException(
                    "--resume: %s: no such file; without --resume the training begins anew".formatted(file));
        }
        if (file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pth|pth\\.tar|pt)")) {
            throw new UsageException(("--resume: %s: a checkpoint of the original code cannot be resumed here; "
                    + "--tune-from %s starts from its parameters").formatted(file, TrainingReport.quoted(file)));
        }
    }

    public static void resume(Trainer trainer, TrainingCheckpoint checkpoint) {
        try {
            trainer.resume(checkpoint);
        } catch (CheckpointException e) {
            throw new UsageException(("--resume: %s; only --epochs may change, where --lr-steps are given; to train on "
                    + "in another way, begin a new training from its network: --tune-from %s --out NEW")
                    .formatted(e.getMessage(), TrainingReport.quoted(checkpoint.file())));
        }
    }
}
