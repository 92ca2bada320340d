package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.weights.TensorInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Translates the names in a file to this project's: those of MIT's {@code state_dict} without {@code module.}, such as
 * {@code base_model.layer1.0.conv1.net.weight}, with the classifier always called {@code new_fc}. The infix
 * {@code .net} marks what a temporal shift (or, after {@code layer2}, the temporal pool) stands in front of; files of
 * the online demo do not write it, and get it where their network shifts.
 *
 * <p>One leading component that is not part of any scheme, such as {@code module.} or {@code model.}, is ignored.
 *
 * <p>Sources: the state_dicts of mit-han-lab/temporal-shift-module, open-mmlab/mmaction2, torchvision and
 * tonylins/pytorch-mobilenet-v2.
 *
 * @param family     the scheme the file follows
 * @param toOriginal this project's name to the name in the file, in the file's order
 * @param unknown    names in the file that the scheme does not have
 */
public record KeyMap(KeyFamily family, Map<String, String> toOriginal, List<String> unknown) {

    private static final String BASE = "base_model.";
    private static final String BACKBONE = "backbone.";
    private static final String HEAD = "new_fc";
    /** The classifier's names, {@code base_model.} taken off. */
    private static final Set<String> HEADS =
            Set.of(HEAD, "fc", "classifier", "classifier.1", "cls_head.fc_cls", "head.fc");
    private static final Set<String> PARAMETERS =
            Set.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    private static final int IMAGENET_CLASSES = 1000;

    /** What the names of some family start with. */
    private static final Set<String> ROOTS = Set.of("base_model", "backbone", "features", "conv1", "conv2", "bn1",
            "layer1", "layer2", "layer3", "layer4", "layer5", "layer6", "layer7",
            "new_fc", "fc", "classifier", "cls_head", "head");
    private static final Pattern TORCHVISION_MOBILENET =
            Pattern.compile("features\\.[0-9]+\\.conv\\.[0-9]+\\.[0-9]+\\..+");

    public KeyMap {
        toOriginal = Collections.unmodifiableMap(new LinkedHashMap<>(toOriginal));
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
     * Finds the family of a file and translates its names.
     *
     * @return a map of family {@link KeyFamily#UNKNOWN} with all names unknown if no backbone is among them
     */
    public static KeyMap of(List<TensorInfo> tensors) {
        Map<String, String> stripped = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            stripped.put(tensor.name(), withoutPrefix(tensor.name()));
        }
        KeyFamily family = findFamily(tensors, stripped);
        Map<String, String> toProject = new HashMap<>();
        ModuleNames.of(family, new HashSet<>(stripped.values())).forEach((ours, theirs) -> toProject.put(theirs, ours));
        Map<String, String> toOriginal = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        stripped.forEach((original, name) -> {
            String ours = translate(name, toProject);
            if (ours == null || toOriginal.putIfAbsent(ours, original) != null) {
                unknown.add(original);
            }
        });
        boolean understood = toOriginal.keySet().stream().anyMatch(name -> name.startsWith(BASE));
        return understood ? new KeyMap(family, toOriginal, unknown)
                : new KeyMap(KeyFamily.UNKNOWN, Map.of(), List.copyOf(stripped.keySet()));
    }

    /**
     * The names that a network's parameters have in another family.
     *
     * @param canonical this project's names of one network
     * @return this project's name to the family's, in the given order
     * @throws IllegalArgumentException if the family has no name for one of them: torchvision has none for a shifted
     *                                  convolution
     */
    public static Map<String, String> rename(KeyFamily target, Collection<String> canonical) {
        Set<String> stripped = new HashSet<>();
        canonical.forEach(name -> stripped.add(withoutPrefix(name)));
        Map<String, String> modules = ModuleNames.of(target, stripped);
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String name : canonical) {
            Parameter parameter = Parameter.of(name);
            String module = parameter.module().equals(HEAD) ? headOf(target, ModuleNames.isMobileNet(stripped))
                    : name.startsWith(BASE) ? modules.get(parameter.module().substring(BASE.length())) : null;
            if (module == null || target == KeyFamily.UNKNOWN || !PARAMETERS.contains(parameter.name())) {
                throw new IllegalArgumentException("%s has no name for %s".formatted(target, name));
            }
            String prefix = parameter.module().equals(HEAD) ? "" : prefixOf(target);
            renamed.put(name, prefix + module + "." + parameter.name());
        }
        return renamed;
    }

    private static String prefixOf(KeyFamily family) {
        return switch (family) {
            case MIT -> BASE;
            case MMACTION2 -> BACKBONE;
            default -> "";
        };
    }

    private static String headOf(KeyFamily family, boolean mobileNet) {
        return switch (family) {
            case MIT, UNKNOWN -> HEAD;
            case MMACTION2 -> "cls_head.fc_cls";
            case TORCHVISION -> mobileNet ? "classifier.1" : "fc";
            case TONYLINS, ONLINE_DEMO -> "classifier";
        };
    }

    /** Takes off one unknown component, then the component that says backbone. */
    private static String withoutPrefix(String name) {
        String rest = name.substring(name.indexOf('.') + 1);
        String known = !ROOTS.contains(root(name)) && ROOTS.contains(root(rest)) ? rest : name;
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

    private static String translate(String name, Map<String, String> toProject) {
        Parameter parameter = Parameter.of(name);
        if (!PARAMETERS.contains(parameter.name())) {
            return null;
        }
        if (HEADS.contains(parameter.module())) {
            return HEAD + "." + parameter.name();
        }
        String module = toProject.get(parameter.module());
        return module == null ? null : BASE + module + "." + parameter.name();
    }

    private static KeyFamily findFamily(List<TensorInfo> tensors, Map<String, String> stripped) {
        Collection<String> names = stripped.values();
        if (names.contains("conv1.conv.weight")) {
            return KeyFamily.MMACTION2;
        }
        boolean based = stripped.entrySet().stream()
                .anyMatch(name -> name.getKey().endsWith(BASE + name.getValue()));
        if (based || names.stream().anyMatch(name -> name.startsWith(HEAD) || isWrapped(name))) {
            return KeyFamily.MIT;
        }
        if (names.stream().anyMatch(name -> TORCHVISION_MOBILENET.matcher(name).matches())) {
            return KeyFamily.TORCHVISION;
        }
        if (ModuleNames.isMobileNet(names)) {
            boolean imageNet = tensors.stream()
                    .filter(tensor -> stripped.get(tensor.name()).equals("classifier.weight"))
                    .anyMatch(tensor -> !tensor.shape().isEmpty() && tensor.shape().getFirst() == IMAGENET_CLASSES);
            return imageNet ? KeyFamily.TONYLINS : KeyFamily.ONLINE_DEMO;
        }
        return names.contains("conv1.weight") ? KeyFamily.TORCHVISION : KeyFamily.UNKNOWN;
    }
}
