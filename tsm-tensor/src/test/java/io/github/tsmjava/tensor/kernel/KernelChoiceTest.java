package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice is made once per process, so each case is a process of its own. */
class KernelChoiceTest {

    /** Prints the chosen kernels, then the answer of a small product. */
    public static final class Probe {
        public static void main(String[] arguments) {
            float[] c = new float[1];
            Matrix a = Matrix.rowMajor(new float[] {2, 3}, 0, 2);
            Matrix b = Matrix.rowMajor(new float[] {5, 7}, 0, 1);
            Kernels.get().matmul(1, 1, 2, a, b, c, 0, WorkerPool.current());
            System.out.println(Kernels.get().name() + " " + c[0]);
        }
    }

    private static final String MODULE = "--add-modules=jdk.incubator.vector";
    private static final String WARNING = "jdk.incubator.vector is not there: running scalar kernels,"
            + " many times slower; add --add-modules jdk.incubator.vector";

    @Test
    void withoutTheModuleItWarnsAndGoesOn() throws Exception {
        String output = run();
        assertTrue(output.contains("scalar 31.0"), output);
        assertTrue(output.contains(WARNING), output);
    }

    @Test
    void withTheModuleItIsQuietAndFast() throws Exception {
        String output = run(MODULE);
        assertTrue(output.matches("(?s).*vector-\\d+ 31\\.0\\s*"), output);
        assertEquals(List.of("WARNING: Using incubator modules: jdk.incubator.vector"), allButLast(output));
    }

    @Test
    void propertiesDecide() throws Exception {
        assertTrue(run(MODULE, "-Dtsm.kernels=scalar").contains("scalar 31.0"));
        assertTrue(run(MODULE, "-Dtsm.vectorBits=0").contains("scalar 31.0"));
        assertTrue(run(MODULE, "-Dtsm.vectorBits=128").contains("vector-128 31.0"));
    }

    @Test
    void anUnknownPropertyIsNamed() throws Exception {
        assertTrue(run(MODULE, "-Dtsm.kernels=fast").contains("tsm.kernels must be auto, scalar or vector, got fast"));
        assertTrue(run(MODULE, "-Dtsm.vectorBits=100").contains("tsm.vectorBits must be 0, 128, 256 or 512, got 100"));
    }

    @Test
    void withoutTheOptimisingCompilerItIsScalar() throws Exception {
        String output = run(MODULE, "-XX:TieredStopAtLevel=1");
        assertTrue(output.contains("scalar 31.0"), output);
        assertTrue(output.contains("does not compile vector code"), output);
    }

    private static List<String> allButLast(String output) {
        List<String> lines = output.lines().toList();
        return lines.subList(0, lines.size() - 1);
    }

    private static String run(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
