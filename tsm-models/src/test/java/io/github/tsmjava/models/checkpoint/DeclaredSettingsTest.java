package io.github.tsmjava.models.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredSettingsTest {

    /** MMAction2 writes frames of a clip, frames from one to the next, and clips; to a TSM, a segment is a clip. */
    @ParameterizedTest
    @CsvSource({
        "i3d_r50_32x2x1_100e_kinetics400_rgb_20200614-c25ef9a4.pth, 32",
        "i3d_imagenet-pretrained-r50-heavy_8xb8-32x2x1-100e_kinetics400-rgb_20220812-ed501b31.pth, 32",
        "tsm_r50_1x1x16_50e_sthv1_rgb_20201010-17fa49f6.pth, 16",
        "TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50.pth, 8",
        "i3d_r50.pth, 5"})
    void aFileNameSaysTheFramesOfAClip(String name, int frames) {
        assertEquals(frames, DeclaredSettings.ofFileName(Path.of(name), KeyFamily.MMACTION2).segments(5));
    }

    /** Where a name says nothing, an I3D's clips are of 64 frames; T is 5 here. */
    @ParameterizedTest
    @CsvSource({
        "i3d_r50_32x2x1_100e_kinetics400_rgb_20200614-c25ef9a4.pth, 2",
        "i3d_imagenet-pretrained-r50-heavy_8xb8-32x3x1-100e_kinetics400-rgb_20220812-ed501b31.pth, 3",
        "tsm_r50_1x1x16_50e_sthv1_rgb_20201010-17fa49f6.pth, 12",
        "i3d_r50.pth, 12"})
    void aFileNameSaysTheInterval(String name, int interval) {
        assertEquals(interval, DeclaredSettings.ofFileName(Path.of(name), KeyFamily.MMACTION2)
                .interval(NetworkConfig.tsn(new I3dBackbone(50, false), 5, 7)));
    }

    @Test
    void metadataSaysMoreThanAName() {
        NetworkConfig config = NetworkConfig.tsn(new I3dBackbone(50, false), 32, 7);
        assertEquals(0, ofName().with(Map.of("interval", "0")).interval(config));
        assertEquals(4, ofName().with(Map.of("interval", "4")).interval(config));
        assertEquals("interval: expected a number from 0 to 1000, found \"1001\"",
                assertThrows(IllegalArgumentException.class, () -> ofName().with(Map.of("interval", "1001")))
                        .getMessage());
    }

    private static DeclaredSettings ofName() {
        return DeclaredSettings.ofFileName(Path.of("i3d_r50_32x2x1_100e.pth"), KeyFamily.MMACTION2);
    }
}
