package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.LinkedHashMap;
import java.util.Map;

/** Modules in this project's names and in those of one family, filled module by module. */
public final class ModuleTable {

    private final KeyFamily family;
    private final Map<String, String> toFamily = new LinkedHashMap<>();

    public ModuleTable(KeyFamily family) {
        this.family = family;
    }

    /**
     * Adds a module under its family's name; a name is null where the family has no such module.
     *
     * @param ours  in this project, as in the original code
     * @param plain in families of plain names
     */
    public void add(String ours, String mmaction2, String plain) {
        String name = switch (family) {
            case MIT -> ours;
            case MMACTION2 -> mmaction2;
            case TORCHVISION, TONYLINS, ONLINE_DEMO -> plain;
            case UNKNOWN -> null;
        };
        if (name != null) {
            toFamily.put(ours, name);
        }
    }

    /** This project's names to the family's. */
    public Map<String, String> toFamily() {
        return toFamily;
    }
}
