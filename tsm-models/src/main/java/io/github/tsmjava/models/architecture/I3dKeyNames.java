package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modules of an I3D ResNet are called: as those of a ResNet, which it is told from by its filters of five
 * axes. In MMAction2 a non-local block is a part of the block in front of it, so that block's names do not change; here they
 * get the infix {@code .block}, as in any network.
 *
 * <p>Source: the state_dicts of open-mmlab/mmaction2, {@code ResNet3d}.
 */
final class I3dKeyNames implements KeyNames {

    private static final KeyNames RESNET = new ResNetKeyNames();
    private static final int AXES = 5;
    private static final Set<String> STEMS = Set.of("conv1.weight", "conv1.conv.weight");
    /** A block, and what tells that a non-local one follows it. */
    private static final Pattern BLOCK =
            Pattern.compile("(layer[1-4]\\.[0-9]{1,3})\\.(block|nl|non_local_block|[a-z]+[0-9]?)\\..+");
    private static final Set<String> NON_LOCAL = Set.of("block", "nl", "non_local_block");

    @Override
    public String stem() {
        return RESNET.stem();
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.MMACTION2);
    }

    @Override
    public Set<String> roots() {
        return RESNET.roots();
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return STEMS.stream().anyMatch(stem -> file.has(stem) && file.shapes().get(stem).size() == AXES);
    }

    /** Nobody writes such files. */
    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        return KeyFamily.UNKNOWN;
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return RESNET.plainClassifier(family);
    }

    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        ModuleTable table = new ModuleTable(family);
        table.add("conv1", "conv1.conv", null);
        table.add("bn1", "conv1.bn", null);
        Set<String> blocks = new HashSet<>();
        Set<String> nonLocal = new HashSet<>();
        for (String name : names) {
            Matcher matcher = BLOCK.matcher(name);
            if (matcher.matches()) {
                blocks.add(matcher.group(1));
                if (NON_LOCAL.contains(matcher.group(2))) {
                    nonLocal.add(matcher.group(1));
                }
            }
        }
        for (String block : blocks) {
            addBlock(table, block + (nonLocal.contains(block) ? ".block" : ""), block);
        }
        for (String block : nonLocal) {
            ResNetKeyNames.NON_LOCAL.forEach((ours, mmaction2) -> table.add(
                    block + ".nl." + ours, block + ".non_local_block." + mmaction2, null));
        }
        return table.toFamily();
    }

    private static void addBlock(ModuleTable table, String ours, String mmaction2) {
        for (int i = 1; i <= 3; i++) {
            table.add(ours + ".conv" + i, mmaction2 + ".conv" + i + ".conv", null);
            table.add(ours + ".bn" + i, mmaction2 + ".conv" + i + ".bn", null);
        }
        table.add(ours + ".downsample.0", mmaction2 + ".downsample.conv", null);
        table.add(ours + ".downsample.1", mmaction2 + ".downsample.bn", null);
    }
}
