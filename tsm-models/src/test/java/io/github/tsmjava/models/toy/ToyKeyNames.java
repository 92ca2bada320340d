package io.github.tsmjava.models.toy;

import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.architecture.ModuleTable;
import io.github.tsmjava.models.architecture.ParameterShapes;
import io.github.tsmjava.models.network.KeyFamily;
import java.util.Map;
import java.util.Set;

/** What the modules of a toy are called. */
final class ToyKeyNames implements KeyNames {

    private static final int MOST_BLOCKS = 3;

    @Override
    public String stem() {
        return "stem";
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.TORCHVISION);
    }

    @Override
    public Set<String> roots() {
        return Set.of("stem", "blocks");
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return file.has("stem.weight") || file.has("stem.conv.weight");
    }

    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        return KeyFamily.TORCHVISION;
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return "head.linear";
    }

    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        ModuleTable table = new ModuleTable(family);
        table.add("stem", "stem.conv", "stem");
        for (int block = 0; block < MOST_BLOCKS; block++) {
            String name = "blocks." + block;
            table.add(name + ".conv", name + ".conv.conv", name + ".conv");
            table.add(name + ".conv.net", name + ".conv.conv.net", null);
            table.add(name + ".norm", name + ".conv.bn", name + ".norm");
        }
        return table.toFamily();
    }
}
