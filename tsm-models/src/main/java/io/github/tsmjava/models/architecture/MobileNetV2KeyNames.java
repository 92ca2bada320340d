package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.KeyFamily;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the modules of a MobileNetV2 are called. The online demo does not write what it shifts; its names get the infix
 * {@code .net} where its network shifts.
 *
 * <p>Sources: the state_dicts of mit-han-lab/temporal-shift-module, open-mmlab/mmaction2, torchvision and
 * tonylins/pytorch-mobilenet-v2.
 */
final class MobileNetV2KeyNames implements KeyNames {

    private static final Pattern TORCHVISION = Pattern.compile("features\\.[0-9]+\\.conv\\.[0-9]+\\.[0-9]+\\..+");

    @Override
    public String stem() {
        return "features.0.0";
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.TORCHVISION, KeyFamily.TONYLINS,
                KeyFamily.ONLINE_DEMO);
    }

    @Override
    public Set<String> roots() {
        return Set.of("features", "conv1", "conv2", "layer1", "layer2", "layer3", "layer4", "layer5", "layer6",
                "layer7");
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return file.names().stream()
                .anyMatch(name -> name.startsWith("features.") || name.startsWith("layer1.0.conv."));
    }

    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        if (file.names().stream().anyMatch(name -> TORCHVISION.matcher(name).matches())) {
            return KeyFamily.TORCHVISION;
        }
        List<Integer> classifier = file.shapes().getOrDefault("classifier.weight", List.of());
        return !classifier.isEmpty() && classifier.getFirst() == KeyFamily.IMAGENET_CLASSES
                ? KeyFamily.TONYLINS : KeyFamily.ONLINE_DEMO;
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return family == KeyFamily.TORCHVISION ? "classifier.1" : "classifier";
    }

    /** MMAction2 counts blocks within a group, the others through. */
    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        ModuleTable table = new ModuleTable(family);
        table.add("features.0.0", "conv1.conv", "features.0.0");
        table.add("features.0.1", "conv1.bn", "features.0.1");
        int feature = 1;
        for (int group = 1; group <= MobileNetV2Backbone.TABLE.size(); group++) {
            for (int block = 0; block < MobileNetV2Backbone.TABLE.get(group - 1).blocks(); block++, feature++) {
                String ours = "features." + feature + ".conv.";
                String mmaction2 = "layer" + group + "." + block + ".conv.";
                boolean shifted = family == KeyFamily.ONLINE_DEMO ? block > 0
                        : names.contains(ours + "0.net.weight") || names.contains(mmaction2 + "0.net.conv.weight");
                boolean expands = MobileNetV2Backbone.TABLE.get(group - 1).expansion() > 1;
                addBlock(table, family, ours, mmaction2, shifted, expands ? 2 : 1);
            }
        }
        table.add("features." + feature + ".0", "conv2.conv", "features." + feature + ".0");
        table.add("features." + feature + ".1", "conv2.bn", "features." + feature + ".1");
        return table.toFamily();
    }

    /**
     * Expansion (but for the first block), depthwise convolution and projection, each with its norm.
     *
     * @param projection the number of the last convolution
     */
    private static void addBlock(ModuleTable table, KeyFamily family, String ours, String mmaction2, boolean shifted,
                                 int projection) {
        for (int i = 0; i <= projection; i++) {
            String net = shifted && i == 0 ? ".net" : "";
            String conv = ours + 3 * i;
            String bn = ours + (3 * i + 1);
            boolean flat = family != KeyFamily.TORCHVISION;
            boolean nested = i < projection;
            String plainConv = flat ? conv : nested ? ours + i + ".0" : ours + i;
            String plainBn = flat ? bn : nested ? ours + i + ".1" : ours + (i + 1);
            boolean representable = net.isEmpty() || family == KeyFamily.ONLINE_DEMO;
            table.add(conv + net, mmaction2 + i + net + ".conv", representable ? plainConv : null);
            table.add(bn, mmaction2 + i + net + ".bn", plainBn);
        }
    }
}
