package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private static final int FRAMES = 8;

    @Test
    void namesAreFound() {
        for (Workload workload : Workload.ALL) {
            assertEquals(workload, Workload.named(workload.name()));
        }
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Workload.named("alexnet"));
        assertTrue(e.getMessage().contains("alexnet") && e.getMessage().contains("tsm-resnet50"), e.getMessage());
    }

    /** The shape files list every convolution: with the classifier, they make up all of a network's operations. */
    @Test
    void shapeFilesAreComplete() {
        assertShapesAddUp("resnet50", Workload.TSM_RESNET50);
        assertShapesAddUp("mobilenetv2", Workload.TSM_MOBILENETV2);
    }

    private static void assertShapesAddUp(String network, Workload workload) {
        List<LayerShape> shapes = LayerShape.ofNetwork(network);
        double convolutions = shapes.stream().mapToDouble(shape -> shape.operations() * shape.repeat()).sum();
        double classifier = 2.0 * workload.config().backbone().features() * workload.config().classes();
        assertEquals(FRAMES * (convolutions + classifier), workload.operations(workload.network()), 1);
    }

    @Test
    void aFrameOfAStreamIsAnEighthOfAClip() {
        Workload clip = Workload.TSM_MOBILENETV2;
        Workload stream = Workload.ONLINE_MOBILENETV2;
        assertEquals(clip.operations(clip.network()) / FRAMES, stream.operations(stream.network()), 1);
        assertEquals(FRAMES * stream.input().size(), clip.input().size());
    }
}
