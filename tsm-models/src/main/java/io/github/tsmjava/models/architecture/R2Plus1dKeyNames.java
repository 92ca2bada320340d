package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the modules of an R(2+1)D-18 are called: the same here and in torchvision.
 *
 * <p>Source: the state_dict of torchvision's {@code r2plus1d_18}.
 */
final class R2Plus1dKeyNames implements KeyNames {

    private static final Pattern MODULE = Pattern.compile(
            "stem\\.[0-9]|layer[1-4]\\.[0-9]{1,3}\\.(?:conv[12]\\.(?:0\\.[0-9]|1)|downsample\\.[01])");

    @Override
    public String stem() {
        return "stem.0";
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.TORCHVISION);
    }

    @Override
    public Set<String> roots() {
        return Set.of("stem", "layer1", "layer2", "layer3", "layer4");
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return file.has("stem.0.weight") && file.has("layer1.0.conv1.0.0.weight");
    }

    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        return KeyFamily.TORCHVISION;
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return "fc";
    }

    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        ModuleTable table = new ModuleTable(family);
        for (String name : names) {
            String module = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (MODULE.matcher(module).matches()) {
                table.add(module, null, module);
            }
        }
        return table.toFamily();
    }
}
