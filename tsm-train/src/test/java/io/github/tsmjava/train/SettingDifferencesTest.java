package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.RandomCrop;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingDifferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "schedule|Cosine[base=0.05, epochs=10]|Cosine[base=0.05, epochs=20]|learning rate: trained with 0.05, half a "
            + "cosine over 10 epochs, cannot be resumed with 0.05, half a cosine over 20 epochs",
        "schedule|WarmUp[then=Step[base=9.375E-4, steps=[20, 40]], epochs=5]|Step[base=0.05, steps=[]]|learning rate: "
            + "trained "
            + "with 0.0009375, a tenth of it after 20 and 40 epochs, growing in the first 5 epochs, cannot be resumed "
            + "with 0.05 throughout",
        "blending|None[]|CutMix[alpha=0.2]|blending: trained with none, cannot be resumed with CutMix 0.2",
        "gradient norm|Infinity|20.0|gradient norm: trained with any, cannot be resumed with at most 20.0",
        "batch norms|TRAINED|PARTIAL|batch norms: trained with all learning, cannot be resumed with all but the first "
                + "frozen",
        "weight decay|5.0E-5|1.0E-4|weight decay: trained with 0.00005, cannot be resumed with 0.0001",
        "training list|5 videos, hash 0a|5 videos, hash 0b|training list: trained with 5 videos, cannot be resumed "
            + "with others or another order of them",
        "validation list|5 videos, hash 0a|none|validation list: trained with 5 videos, cannot be resumed with none",
        "augmentation|nonsense[|Augmentation[size=3]|size: trained with , cannot be resumed with 3",
        "schedule|WarmUp[[then|Step[|learning rate: trained with ?, growing in the first ? epochs, cannot be resumed "
            + "with ?, a tenth of it after  epochs"})
    void whatDiffersIsSaidInWords(String name, String saved, String asked, String expected) {
        assertEquals(List.of(expected), SettingDifferences.differences(name, saved, asked));
    }

    private static String augmentation(Sampling.Strategy strategy, Modality modality, int size, RandomCrop crop,
                                       Flip flip, ClipAugmentation... policies) {
        return new TrainingClips.Augmentation(new Sampling(strategy, 8, 1, Flavour.MIT), modality, size, crop, flip,
                List.of(policies)).toString();
    }

    @Test
    void thePartsOfAnAugmentationThatDifferAreNamed() {
        String saved = augmentation(Sampling.Strategy.UNIFORM, Modality.RGB, 224, RandomCrop.large(), Flip.NONE);
        assertEquals(List.of("size: trained with 224, cannot be resumed with 112"),
                SettingDifferences.differences("augmentation",
                saved, augmentation(Sampling.Strategy.UNIFORM, Modality.RGB, 112, RandomCrop.large(), Flip.NONE)));
        assertEquals(List.of(
                "sampling: trained with uniform clips of 8×1 frames, as MIT draws them, cannot be resumed with dense "
                        + "clips of 8×1 frames, as MIT draws them",
                "crop: trained with windows of 1.0 and 0.875 of a frame, cannot be resumed with windows of any size",
                "flip: trained with none, cannot be resumed with labels exchanged",
                "augmentation: trained with none, cannot be resumed with RandAugment 2,9.0 of imgaug and AugMix 3.0"),
                SettingDifferences.differences("augmentation", saved,
                        augmentation(Sampling.Strategy.DENSE, Modality.RGB, 224,
                        RandomCrop.anySize(), Flip.exchangingSides(List.of("left", "right")),
                        ClipAugmentation.randAugmentOfImgaug(2, 9), ClipAugmentation.augMix(3))));
    }

    @Test
    void anIntervalIsSaidWhereThereIsOne() {
        String spread = new Sampling(Sampling.Strategy.UNIFORM, 32, 1, Flavour.MIT).toString();
        String dense = new Sampling(Sampling.Strategy.MIDDLE, 32, 1, 2, Flavour.MMACTION2).toString();
        assertEquals(List.of("sampling: trained with uniform clips of 32×1 frames, as MIT draws them, cannot be resumed "
                + "with middle clips of 32×1 frames at an interval of 2, as MMACTION2 draws them"),
                SettingDifferences.differences("sampling", spread, dense));
    }

    /** What comes to the classes of settings must come to their words. */
    @Test
    void noSettingIsSaidInTheWordsOfAProgram() {
        List<Schedule> schedules = List.of(new Schedule.Step(0.1, List.of(3)), new Schedule.Cosine(0.1, 4),
                new Schedule.WarmUp(new Schedule.Cosine(0.1, 4), 2));
        List<Blending> blendings = List.of(Blending.NONE, Blending.mixUp(0.2), Blending.cutMix(1));
        List<String> differences = new ArrayList<>();
        for (Schedule schedule : schedules) {
            for (Blending blending : blendings) {
                Map<String,
                        String> fixed = new TrainingSettings(4, schedule, 2, 0.9, 5e-4, 0.5, 20, BatchNormMode.FROZEN,
                        true, 1, 1, 3, blending, Accuracy.FAST).fixed();
                fixed.forEach((name, text) -> differences.addAll(SettingDifferences.differences(name, text, "other")));
            }
        }
        differences.addAll(SettingDifferences.differences("augmentation",
                augmentation(Sampling.Strategy.TWICE, Modality.FLOW, 224, RandomCrop.anySize(), Flip.keepingLabels(2)),
                augmentation(Sampling.Strategy.UNIFORM, Modality.RGB, 112, RandomCrop.large(), Flip.NONE,
                        ClipAugmentation.randAugmentOfPytorchVideo(1, 3))));
        for (String difference : differences) {
            assertFalse(difference.matches(".*[\\[=\\]?].*"), difference);
        }
    }
}
