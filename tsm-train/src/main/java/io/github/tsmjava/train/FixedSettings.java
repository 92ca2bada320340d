package io.github.tsmjava.train;

import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.weights.CheckpointException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may not change when a training is resumed: settings, augmentation, lists and videos.
 *
 * @param texts by name, as checkpoints hold them
 */
record FixedSettings(Map<String, String> texts) {

    /** @param validation null for none */
    static FixedSettings of(TrainingSettings settings, TrainingClips clips, Trainer.Validation validation) {
        Map<String, String> texts = new LinkedHashMap<>(settings.fixed());
        texts.put(SettingDifferences.AUGMENTATION, clips.augmentation().toString());
        texts.put(SettingDifferences.TRAINING_LIST, describe(clips.list()));
        texts.put(SettingDifferences.TRAINING_VIDEOS, clips.fingerprint());
        texts.put(SettingDifferences.VALIDATION_LIST, validation == null ? "none" : describe(validation.list()));
        texts.put(SettingDifferences.SEQUENCES, clips.sequences() == null ? "none" : clips.sequences().toString());
        return new FixedSettings(texts);
    }

    private static String describe(VideoList list) {
        return "%d videos, hash %s".formatted(
                list.entries().size(), HexFormat.of().toHexDigits(list.entries().hashCode()));
    }

    /** @throws CheckpointException in one line that names all that differs from the checkpoint */
    void requireSame(TrainingCheckpoint checkpoint) throws CheckpointException {
        List<String> differences = new ArrayList<>();
        texts.forEach((name, asked) -> {
            String saved = checkpoint.settings().get(name);
            // Older checkpoints do not have all settings.
            if (saved != null && !asked.equals(saved)) {
                differences.addAll(SettingDifferences.differences(name, saved, asked));
            }
        });
        if (!differences.isEmpty()) {
            throw new CheckpointException(checkpoint.file(), String.join("; ", differences));
        }
    }
}
