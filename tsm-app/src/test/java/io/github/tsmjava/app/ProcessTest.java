package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What depends on how the virtual machine was started, each in a process of its own. */
class ProcessTest {

    private static final String MODULE = "jdk.incubator.vector";

    @TempDir
    private Path folder;

    private Path weights;
    private Path frames;

    /** Lines of output; the virtual machine's own line about incubator modules is left out. */
    private record Outcome(int exit, List<String> out, List<String> err) {
    }

    @BeforeEach
    void writeInputs() throws IOException {
        NetworkConfig config = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);
        weights = Inputs.weights(folder.resolve("weights.safetensors"), config,
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both"));
        frames = Inputs.frames(folder);
    }

    private Outcome classify(List<String> options, String size) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.addAll(List.of(Main.class.getName(), "classify", "--weights", weights.toString(),
                "--size", size, frames.toString()));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int exit = new ProcessBuilder(command)
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        return new Outcome(exit, Files.readAllLines(out),
                Files.readAllLines(err).stream().filter(line -> !line.contains("Using incubator modules")).toList());
    }

    @Test
    void withoutTheVectorModuleScalarKernelsGiveTheSameResult() throws Exception {
        Outcome scalar = classify(List.of(), "32");
        assertEquals(0, scalar.exit, scalar.err::toString);
        assertEquals(1, scalar.err.size(), scalar.err::toString);
        assertTrue(scalar.err.getFirst().contains("--add-modules " + MODULE), scalar.err::toString);

        Outcome vector = classify(List.of("--add-modules", MODULE, "-Dtsm.kernels=vector"), "32");
        assertEquals(List.of(), vector.err);
        assertEquals(vector.out, scalar.out);
        assertEquals(4, scalar.out.size(), scalar.out::toString);
    }

    /** To the bit: a small job is over before vectors are used at all, unless they are asked for. */
    @Test
    void plainKernelsBeforeTheVectorKernelsGiveTheSameResult() throws Exception {
        Outcome auto = classify(List.of("--add-modules", MODULE), "64");
        Outcome vector = classify(List.of("--add-modules", MODULE, "-Dtsm.kernels=vector"), "64");
        assertEquals(List.of(), auto.err);
        assertEquals(vector.out, auto.out);
    }

    @Test
    void aPropertyWithAWrongValueIsRefusedInOneLine() throws Exception {
        Outcome outcome = classify(List.of("-Dtsm.kernels=nonsense"), "32");
        assertEquals(2, outcome.exit);
        assertEquals(List.of("tsm: tsm.kernels must be auto, scalar or vector, got nonsense"), outcome.err);
    }

    @Test
    void tooLittleMemoryIsSaidInOneLine() throws Exception {
        Outcome outcome = classify(List.of("-Xmx64m", "--add-modules", MODULE), "1024");
        assertEquals(2, outcome.exit, outcome.err::toString);
        assertEquals(1, outcome.err.size(), outcome.err::toString);
        assertTrue(outcome.err.getFirst().contains("not enough memory"), outcome.err::toString);
    }
}
