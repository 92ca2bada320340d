package io.github.tsmjava.app.original;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainArgumentsTest {

    @Command
    private static final class Train {

        @Mixin
        private TrainArguments arguments;
    }

    private static TrainArguments arguments(String line) {
        Train train = new Train();
        new CommandLine(train).parseArgs(line.split(" "));
        return train.arguments;
    }

    @ParameterizedTest
    @CsvSource({
        "configs/recognition/tsm/tsm_r50.py,work_dirs/tsm_r50",
        "configs/recognition/tsm/tsm_r50.py --work-dir mine,mine",
        "kinetics RGB,checkpoint/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50",
        "kinetics RGB --root-model models --suffix "
                + "mine,models/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50_mine"})
    void trainingsAreWrittenWhereTheOriginalsWriteThem(String line, String folder) {
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(50), 8, 400);
        assertEquals(Path.of(folder), arguments(line).folder(config, 50, false, false));
    }

    @Test
    void whatIsIgnoredIsNamedAsTyped() {
        assertEquals("-j, --gpus: without effect here, see docs/from-the-original.md",
                arguments("kinetics RGB -j16 --gpus 0 1 --suffix a").ignored());
        assertEquals("", arguments("kinetics RGB --suffix a").ignored());
    }
}
