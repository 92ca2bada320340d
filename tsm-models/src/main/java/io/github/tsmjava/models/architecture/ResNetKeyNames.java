package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modules of a ResNet are called.
 *
 * <p>Sources: the state_dicts of mit-han-lab/temporal-shift-module, open-mmlab/mmaction2 and torchvision.
 */
final class ResNetKeyNames implements KeyNames {

    private static final Set<String> ROOTS = Set.of("conv1", "bn1", "layer1", "layer2", "layer3", "layer4");
    private static final Pattern BLOCK =
            Pattern.compile("(layer[1-4](?:\\.net)?\\.[0-9]{1,3})((?:\\.block)?(?:\\.net)?)\\.[a-z].*");
    /** Modules of a non-local block here and in MMAction2. */
    static final Map<String, String> NON_LOCAL = Map.of("g.0", "g.0.conv", "theta", "theta.conv",
            "phi.0", "phi.0.conv", "W.0", "conv_out.conv", "W.1", "conv_out.bn");

    @Override
    public String stem() {
        return "conv1";
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.TORCHVISION);
    }

    @Override
    public Set<String> roots() {
        return ROOTS;
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return file.names().stream().anyMatch(name -> name.indexOf('.') > 0
                && ROOTS.contains(name.substring(0, name.indexOf('.'))));
    }

    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        return file.has("conv1.weight") ? KeyFamily.TORCHVISION : KeyFamily.UNKNOWN;
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return "fc";
    }

    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        ModuleTable table = new ModuleTable(family);
        table.add("conv1", "conv1.conv", "conv1");
        table.add("bn1", "conv1.bn", "bn1");
        Set<String> blocks = new HashSet<>();
        for (String name : names) {
            Matcher matcher = BLOCK.matcher(name);
            if (matcher.matches()) {
                String place = matcher.group(1);
                String block = place + matcher.group(2);
                if (blocks.add(block)) {
                    addBlock(table, block, block.contains(".net") || block.contains(".block"));
                }
                if (blocks.add(place + ".nl")) {
                    NON_LOCAL.forEach((ours, mmaction2) -> table.add(
                            place + ".nl." + ours, place + ".non_local_block." + mmaction2, null));
                }
            }
        }
        return table.toFamily();
    }

    private static void addBlock(ModuleTable table, String block, boolean wrapped) {
        for (int i = 1; i <= 3; i++) {
            String conv = block + ".conv" + i;
            String bn = block + ".bn" + i;
            table.add(conv, conv + ".conv", wrapped ? null : conv);
            table.add(conv + ".net", conv + ".conv.net", null);
            table.add(bn, conv + ".bn", wrapped ? null : bn);
        }
        String downsample = block + ".downsample";
        table.add(downsample + ".0", downsample + ".conv", wrapped ? null : downsample + ".0");
        table.add(downsample + ".1", downsample + ".bn", wrapped ? null : downsample + ".1");
    }
}
