package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.architecture.ParameterShapes;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates the names in a file to this project's: those of MIT's {@code state_dict} without {@code module.}, such as
 * {@code base_model.layer1.0.conv1.net.weight}, with the classifier always called {@code new_fc}. The infix
 * {@code .net} marks what a temporal shift or a temporal pool stands in front of. What a backbone's modules are called
 * is in its {@link KeyNames}; here is what holds for all.
 *
 * <p>One leading component that is not part of any scheme, such as {@code module.} or {@code model.}, is ignored.
 *
 * @param family       the scheme the file follows
 * @param architecture the kind of backbone in the file; null if none was found
 * @param toFileNames   this project's name to the name in the file, in the file's order
 * @param unknown      names in the file that the scheme does not have
 */
public record KeyMap(KeyFamily family, Architecture architecture, Map<String, String> toFileNames,
        List<String> unknown) {

    private static final String BASE = TsmNetwork.BACKBONE + ".";
    private static final String BACKBONE = "backbone.";
    private static final String HEAD = TsmNetwork.CLASSIFIER;
    private static final String MMACTION2_HEAD = "cls_head.fc_cls";
    /** Names that classifiers have in some file, {@code base_model.} taken off, beside those of plain families. */
    private static final Set<String> HEADS = Set.of(HEAD, "fc", "classifier", MMACTION2_HEAD, "head.fc");
    private static final Set<String> PARAMETERS =
            Set.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    /** What the names of some family start with, whatever the backbone. */
    private static final Set<String> ROOTS =
            Set.of(TsmNetwork.BACKBONE, "backbone", HEAD, "fc", "classifier", "cls_head", "head");

    public KeyMap {
        toFileNames = Collections.unmodifiableMap(new LinkedHashMap<>(toFileNames));
        unknown = List.copyOf(unknown);
    }

    /** A parameter's name taken apart at its last dot. */
    private record Parameter(String module, String name) {
        static Parameter of(String full) {
            int dot = full.lastIndexOf('.');
            return new Parameter(full.substring(0, Math.max(dot, 0)), full.substring(dot + 1));
        }
    }

    /**
     * Finds the backbone and the family of a file and translates its names.
     *
     * @param known the kinds of backbones to look for
     * @return a map of family {@link KeyFamily#UNKNOWN} with all names unknown if no backbone is among them
     */
    public static KeyMap of(List<TensorInfo> tensors, Architectures known) {
        Set<String> roots = roots(known);
        Map<String, String> stripped = new LinkedHashMap<>();
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            String name = withoutPrefix(tensor.name(), roots);
            stripped.put(tensor.name(), name);
            shapes.putIfAbsent(name, tensor.shape());
        }
        KeyMap nothing = new KeyMap(KeyFamily.UNKNOWN, null, Map.of(), List.copyOf(stripped.keySet()));
        ParameterShapes file = new ParameterShapes(shapes);
        Architecture architecture = known.of(file).orElse(null);
        if (architecture == null) {
            return nothing;
        }
        KeyFamily family = familyOf(stripped, file, architecture.keys());
        Map<String, String> toProject = new HashMap<>();
        architecture.keys().modules(family, file.names()).forEach((ours, theirs) -> toProject.put(theirs, ours));
        Set<String> heads = heads(known);
        Map<String, String> toFileNames = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        stripped.forEach((original, name) -> {
            String ours = translate(name, toProject, heads);
            if (ours == null || toFileNames.putIfAbsent(ours, original) != null) {
                unknown.add(original);
            }
        });
        boolean understood = toFileNames.keySet().stream().anyMatch(name -> name.startsWith(BASE));
        return understood ? new KeyMap(family, architecture, toFileNames, unknown) : nothing;
    }

    /**
     * The names that a network's parameters have in another family.
     *
     * @param keys      what the modules of the network's backbone are called
     * @param canonical this project's names of one network
     * @return this project's name to the family's, in the given order
     * @throws IllegalArgumentException if the family has no name for one of them: torchvision has none for a shifted
     *                                  convolution
     */
    public static Map<String, String> rename(KeyNames keys, KeyFamily target, Collection<String> canonical) {
        Set<String> roots = new HashSet<>(ROOTS);
        roots.addAll(keys.roots());
        Set<String> stripped = new HashSet<>();
        canonical.forEach(name -> stripped.add(withoutPrefix(name, roots)));
        Map<String, String> modules = keys.modules(target, stripped);
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String name : canonical) {
            Parameter parameter = Parameter.of(name);
            String module = parameter.module().equals(HEAD) ? headOf(target, keys)
                    : name.startsWith(BASE) ? modules.get(parameter.module().substring(BASE.length())) : null;
            if (module == null || target == KeyFamily.UNKNOWN || !PARAMETERS.contains(parameter.name())) {
                throw new IllegalArgumentException("%s has no name for %s".formatted(target, name));
            }
            String prefix = parameter.module().equals(HEAD) ? "" : prefixOf(target);
            renamed.put(name, prefix + module + "." + parameter.name());
        }
        return renamed;
    }

    /** The shapes of the parameters under this project's names. */
    public ParameterShapes shapes(List<TensorInfo> tensors) {
        Map<String, List<Integer>> byOriginal = new HashMap<>();
        for (TensorInfo tensor : tensors) {
            byOriginal.put(tensor.name(), tensor.shape());
        }
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        toFileNames.forEach((name, original) -> shapes.put(name, byOriginal.get(original)));
        return new ParameterShapes(shapes);
    }

    private static String prefixOf(KeyFamily family) {
        return switch (family) {
            case MIT -> BASE;
            case MMACTION2 -> BACKBONE;
            case TORCHVISION, TONYLINS, ONLINE_DEMO, UNKNOWN -> "";
        };
    }

    private static String headOf(KeyFamily family, KeyNames keys) {
        return switch (family) {
            case MIT, UNKNOWN -> HEAD;
            case MMACTION2 -> MMACTION2_HEAD;
            case TORCHVISION, TONYLINS, ONLINE_DEMO -> keys.plainClassifier(family);
        };
    }

    private static Set<String> heads(Architectures known) {
        Set<String> heads = new HashSet<>(HEADS);
        for (Architecture architecture : known.all()) {
            architecture.keys().families().forEach(family -> heads.add(headOf(family, architecture.keys())));
        }
        return heads;
    }

    private static Set<String> roots(Architectures known) {
        Set<String> roots = new HashSet<>(ROOTS);
        known.all().forEach(architecture -> roots.addAll(architecture.keys().roots()));
        return roots;
    }

    /** Takes off one unknown component, then the component that says backbone. */
    private static String withoutPrefix(String name, Set<String> roots) {
        String rest = name.substring(name.indexOf('.') + 1);
        String known = !roots.contains(root(name)) && roots.contains(root(rest)) ? rest : name;
        for (String prefix : List.of(BASE, BACKBONE)) {
            if (known.startsWith(prefix)) {
                return known.substring(prefix.length());
            }
        }
        return known;
    }

    private static String root(String name) {
        return name.substring(0, Math.max(name.indexOf('.'), 0));
    }

    private static boolean isWrapped(String name) {
        return name.contains(".net.") || name.contains(".nl.") || name.contains(".block.");
    }

    private static String translate(String name, Map<String, String> toProject, Set<String> heads) {
        Parameter parameter = Parameter.of(name);
        if (!PARAMETERS.contains(parameter.name())) {
            return null;
        }
        if (heads.contains(parameter.module())) {
            return HEAD + "." + parameter.name();
        }
        String module = toProject.get(parameter.module());
        return module == null ? null : BASE + module + "." + parameter.name();
    }

    private static KeyFamily familyOf(Map<String, String> stripped, ParameterShapes file, KeyNames keys) {
        String mmaction2Stem = keys.modules(KeyFamily.MMACTION2, file.names()).get(keys.stem());
        if (file.has(mmaction2Stem + ".weight")) {
            return KeyFamily.MMACTION2;
        }
        boolean based = stripped.entrySet().stream()
                .anyMatch(name -> name.getKey().endsWith(BASE + name.getValue()));
        boolean says = file.names().stream().anyMatch(name -> name.startsWith(HEAD) || isWrapped(name));
        return based || says ? KeyFamily.MIT : keys.plainFamily(file);
    }
}
