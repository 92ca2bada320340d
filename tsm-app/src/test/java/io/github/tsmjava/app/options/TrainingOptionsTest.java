package io.github.tsmjava.app.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling.Strategy;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The clips that a network is trained on. */
class TrainingOptionsTest {

    private static final String UNIFORM = "TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e45";
    private static final String DENSE = "TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense";

    /** @param interval of the network before training */
    private static PretrainedNetwork model(int interval) throws IOException {
        return PretrainedNetwork.of(NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, 2).build(1), Flavour.MIT,
                List.of(), 32).withInterval(interval);
    }

    private static TrainingOptions options(String line) {
        return CommandLine.populateCommand(new TrainingOptions(), line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, UNIFORM, 0", "'', 2, MIDDLE, 2", "--frame-interval 3, 0, MIDDLE, 3", "--frame-interval 3, 2, MIDDLE, 3",
        "--dense-sample, 0, DENSE, 0", "--dense-sample, 2, DENSE, 2", "--no-dense-sample, 2, UNIFORM, 0",
        "--dense-sample --frame-interval 3, 0, DENSE, 3"})
    void withoutARecipe(String line, int usual, Strategy strategy, int interval) throws IOException {
        check(options(line), null, usual, strategy, interval);
    }

    @Test
    void aRecipeComesBeforeWhatIsUsual() throws IOException {
        check(options(""), training(UNIFORM), 2, Strategy.UNIFORM, 0);
        check(options("--frame-interval 3"), training(UNIFORM), 2, Strategy.MIDDLE, 3);
        check(options(""), training(DENSE), 0, Strategy.DENSE, 0);
    }

    private static void check(TrainingOptions options, Training recipe, int usual, Strategy strategy, int interval)
            throws IOException {
        PretrainedNetwork model = options.spaced(model(usual), recipe);
        assertEquals(interval, model.interval());
        assertEquals(strategy, options.sampling(model, recipe));
    }

    private static Training training(String recipe) {
        return Recipe.find(recipe).orElseThrow().training();
    }

    @Test
    void badIntervals() throws IOException {
        PretrainedNetwork model = model(0);
        assertEquals("--frame-interval: expected 1 to 1000, found 0", assertThrows(UsageException.class,
                () -> options("--frame-interval 0").spaced(model, null)).getMessage());
        assertEquals("--frame-interval, --no-dense-sample: expected one of them", assertThrows(UsageException.class,
                () -> options("--frame-interval 2 --no-dense-sample").spaced(model, null)).getMessage());
    }
}
