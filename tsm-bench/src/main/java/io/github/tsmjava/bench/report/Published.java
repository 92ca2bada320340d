package io.github.tsmjava.bench.report;

import java.util.List;

/**
 * Accuracy on Kinetics-400 as others published it; none of it was measured here. Protocols differ: compare what stands
 * on one source's line. All but R(2+1)D saw frames of 256².
 *
 * @param title    as in plots
 * @param model    the workload that computes one of its clips
 * @param top1     in per cent
 * @param views    clips and crops a video
 * @param source   who says so
 */
record Published(String title, String model, double top1, String views, String source) {

    private static final String MIT = "MIT's repository temporal-shift-module, README";
    private static final String MMACTION = "MMAction2 1.x, README of the configuration";
    private static final String TORCHVISION = "torchvision, weights R2Plus1D_18 KINETICS400_V1";

    static final List<Published> ALL = List.of(
            new Published("TSN-ResNet50", "tsn-resnet50", 70.6, "10 × 3", MIT),
            new Published("TSM-ResNet50", "tsm-resnet50", 74.1, "10 × 3", MIT),
            new Published("NL TSM-ResNet50", "nl-tsm-resnet50", 75.6, "10 × 3", MIT),
            new Published("TSM-MobileNetV2", "tsm-mobilenetv2", 69.5, "10 × 3", MIT),
            new Published("I3D-ResNet50, 32 frames", "i3d_resnet50:32x224", 73.47, "10 × 3", MMACTION),
            new Published("NL I3D-ResNet50, 32 frames", "nl-i3d_resnet50:32x224", 74.73, "10 × 3", MMACTION),
            new Published("R(2+1)D-18, 16 frames of 112²", "r2plus1d_18:16x112", 67.46, "5 × 1", TORCHVISION));

    static Published of(String model) {
        return ALL.stream().filter(network -> network.model.equals(model)).findFirst().orElseThrow();
    }
}
