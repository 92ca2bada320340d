package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MobileNetV2 of any width: how it is named and recognised. */
final class MobileNetV2Architecture implements Architecture {

    static final MobileNetV2Architecture INSTANCE = new MobileNetV2Architecture();

    private static final KeyNames KEYS = new MobileNetV2KeyNames();
    private static final String STEM = "base_model.features.0.0.weight";
    private static final Pattern SHIFT =
            Pattern.compile("base_model\\.(features\\.\\d{1,3})\\.conv\\.0\\.net\\.weight");

    private MobileNetV2Architecture() {
    }

    @Override
    public String title() {
        return "MobileNetV2";
    }

    @Override
    public List<String> names() {
        return List.of(MobileNetV2Backbone.NAME);
    }

    @Override
    public boolean isScalable() {
        return true;
    }

    @Override
    public Backbone backbone(String name, double width) {
        return MobileNetV2Backbone.mit(width);
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    @Override
    public Recognised recognise(ParameterShapes parameters) {
        List<Integer> groups = new ArrayList<>();
        int feature = 1;
        for (MobileNetV2Backbone.Group group : MobileNetV2Backbone.TABLE) {
            groups.add(outputs(parameters, "base_model.features." + feature + ".conv."
                    + (group.expansion() == 1 ? 3 : 6) + ".weight"));
            feature += group.blocks();
        }
        MobileNetV2Backbone backbone = new MobileNetV2Backbone(outputs(parameters, STEM), groups,
                outputs(parameters, "base_model.features." + feature + ".0.weight"));
        List<String> shifted = parameters.names().stream().map(SHIFT::matcher).filter(Matcher::matches)
                .map(matcher -> matcher.group(1)).toList();
        return new Recognised(backbone, Shifting.of(Shifting.Place.BLOCKRES, shifted));
    }

    private static int outputs(ParameterShapes parameters, String name) {
        return parameters.dim(name, 0, "not a whole MobileNetV2: " + name + " is missing");
    }

    /** That of tonylins, with which MIT starts, before torchvision's. */
    @Override
    public List<String> imageNetFiles(String name) {
        return List.of("mobilenetv2_1\\.0-[0-9a-f]{7,8}\\.pth\\.tar", "mobilenet_v2-[0-9a-f]{8}\\.pth");
    }

    @Override
    public Path ownImageNetFile() {
        return Path.of("pretrained", "mobilenet_v2.pth.tar");
    }
}
