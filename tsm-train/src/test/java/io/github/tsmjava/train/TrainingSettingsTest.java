package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.data.Blending;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingSettingsTest {

    @Test
    void eachSettingIsChangedAlone() {
        Schedule schedule = new Schedule.Cosine(0.1, 7);
        Blending blending = Blending.mixUp(0.3);
        assertEquals(
                new TrainingSettings(7, schedule, 3, 0.8, 0.1, 0.2, 5, BatchNormMode.PARTIAL, true, 2, 9, 13, blending,
                Accuracy.EXACT),
                TrainingSettings.usual().withEpochs(7).withSchedule(schedule).withBatch(3).withMomentum(0.8)
                        .withWeightDecay(0.1).withDropout(0.2).withMaxGradientNorm(5).withNorms(BatchNormMode.PARTIAL)
                        .withNewClassifier(true).withEvaluateEvery(2).withSaveEvery(9).withSeed(13)
                        .withBlending(blending).withAccuracy(Accuracy.EXACT));
    }

    static List<UnaryOperator<TrainingSettings>> nonsense() {
        return List.of(settings -> settings.withEpochs(0), settings -> settings.withBatch(0),
                settings -> settings.withMomentum(1), settings -> settings.withWeightDecay(-1),
                settings -> settings.withDropout(1), settings -> settings.withMaxGradientNorm(0),
                settings -> settings.withEvaluateEvery(0), settings -> settings.withSaveEvery(0));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMakesNoSenseIsRefused(UnaryOperator<TrainingSettings> change) {
        assertThrows(ShapeException.class, () -> change.apply(TrainingSettings.usual()));
    }
}
