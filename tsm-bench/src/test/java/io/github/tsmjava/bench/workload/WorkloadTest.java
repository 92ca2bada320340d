package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
        assertTrue(e.getMessage().contains("alexnet") && e.getMessage().contains("resnet50"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Workload.named("tsm-resnet50:8"));
    }

    @Test
    void namesSayWhatIsRun() {
        Workload i3d = Workload.named("nl-i3d_resnet50:32x224x2");
        assertEquals("i3d_resnet50", i3d.config().name());
        assertTrue(i3d.config().nonLocality().isPresent());
        assertEquals(List.of(32, 224, 2), List.of(i3d.frames(), i3d.size(), i3d.clips()));
        assertArrayEquals(new int[] {2, 32 * 3, 224, 224}, i3d.input().shape());
        Workload usual = Workload.named("r2plus1d_18");
        assertEquals(List.of(16, 112, 1), List.of(usual.frames(), usual.size(), usual.clips()));
        assertEquals(2 * 2 * 40.52e9, Workload.named("r2plus1d_18:16x112x2").operations(usual.network()), 0.1e9);
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
