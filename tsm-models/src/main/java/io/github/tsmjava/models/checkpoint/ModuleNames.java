package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modules with parameters are called in this project and in one key family, below {@code base_model.} and the
 * family's own prefix.
 *
 * <p>Wrappers have the same names in MIT's code and in MMAction2: {@code .net} (temporal shift, temporal pool) and
 * {@code .block} (non-local). The other families are plain networks and have none.
 */
final class ModuleNames {

    /** The blocks that the online network shifts: those with both an expansion and a residual. */
    private static final Set<Integer> ONLINE_SHIFTS = Set.of(3, 5, 6, 8, 9, 10, 12, 13, 15, 16);

    /** The number of blocks in the stages of MobileNetV2; MMAction2 counts blocks within a stage, others through. */
    private static final int[] MOBILENET_STAGES = {1, 2, 3, 4, 3, 3, 1};

    private static final Pattern RESNET_BLOCK =
            Pattern.compile("(layer[1-4](?:\\.net)?\\.[0-9]{1,3})((?:\\.block)?(?:\\.net)?)\\.[a-z].*");
    private static final Map<String, String> NON_LOCAL = Map.of("g.0", "g.0.conv", "theta", "theta.conv",
            "phi.0", "phi.0.conv", "W.0", "conv_out.conv", "W.1", "conv_out.bn");

    private final KeyFamily family;
    private final Set<String> names;
    private final Map<String, String> toFamily = new HashMap<>();

    private ModuleNames(KeyFamily family, Set<String> names) {
        this.family = family;
        this.names = names;
    }

    /**
     * This project's module names, with those of the family.
     *
     * @param names parameter names in either scheme without prefixes, which tell the blocks and what wraps them
     */
    static Map<String, String> of(KeyFamily family, Set<String> names) {
        ModuleNames table = new ModuleNames(family, names);
        if (isMobileNet(names)) {
            table.addMobileNet();
        } else {
            table.addResNet();
        }
        return table.toFamily;
    }

    static boolean isMobileNet(Collection<String> names) {
        return names.stream().anyMatch(name -> name.startsWith("features.") || name.startsWith("layer1.0.conv."));
    }

    /** Adds a module under its family's name; null where the family has no such module. */
    private void add(String mit, String mmaction2, String plain) {
        String name = switch (family) {
            case MIT -> mit;
            case MMACTION2 -> mmaction2;
            case TORCHVISION, TONYLINS, ONLINE_DEMO -> plain;
            case UNKNOWN -> null;
        };
        if (name != null) {
            toFamily.put(mit, name);
        }
    }

    private void addResNet() {
        add("conv1", "conv1.conv", "conv1");
        add("bn1", "conv1.bn", "bn1");
        Set<String> blocks = new HashSet<>();
        for (String name : names) {
            Matcher matcher = RESNET_BLOCK.matcher(name);
            if (matcher.matches()) {
                String block = matcher.group(1) + matcher.group(2);
                if (blocks.add(block)) {
                    addResNetBlock(block, block.contains(".net") || block.contains(".block"));
                }
                if (blocks.add(matcher.group(1) + ".nl")) {
                    NON_LOCAL.forEach((mit, mmaction2) -> add(
                            matcher.group(1) + ".nl." + mit, matcher.group(1) + ".non_local_block." + mmaction2, null));
                }
            }
        }
    }

    private void addResNetBlock(String block, boolean wrapped) {
        for (int i = 1; i <= 3; i++) {
            String conv = block + ".conv" + i;
            String bn = block + ".bn" + i;
            add(conv, conv + ".conv", wrapped ? null : conv);
            add(conv + ".net", conv + ".conv.net", null);
            add(bn, conv + ".bn", wrapped ? null : bn);
        }
        String downsample = block + ".downsample";
        add(downsample + ".0", downsample + ".conv", wrapped ? null : downsample + ".0");
        add(downsample + ".1", downsample + ".bn", wrapped ? null : downsample + ".1");
    }

    private void addMobileNet() {
        add("features.0.0", "conv1.conv", "features.0.0");
        add("features.0.1", "conv1.bn", "features.0.1");
        int feature = 1;
        for (int stage = 1; stage <= MOBILENET_STAGES.length; stage++) {
            for (int block = 0; block < MOBILENET_STAGES[stage - 1]; block++, feature++) {
                addMobileNetBlock(feature, "features." + feature + ".conv.", "layer" + stage + "." + block + ".conv.");
            }
        }
        add("features.18.0", "conv2.conv", "features.18.0");
        add("features.18.1", "conv2.bn", "features.18.1");
    }

    /** Expansion (but for the first block), depthwise convolution and projection, each with its norm. */
    private void addMobileNetBlock(int feature, String mit, String mmaction2) {
        boolean shifted = family == KeyFamily.ONLINE_DEMO ? ONLINE_SHIFTS.contains(feature)
                : names.contains(mit + "0.net.weight") || names.contains(mmaction2 + "0.net.conv.weight");
        int projection = feature == 1 ? 1 : 2;
        for (int i = 0; i <= projection; i++) {
            String net = shifted && i == 0 ? ".net" : "";
            String conv = mit + 3 * i;
            String bn = mit + (3 * i + 1);
            boolean flat = family != KeyFamily.TORCHVISION;
            boolean nested = i < projection;
            String plainConv = flat ? conv : nested ? mit + i + ".0" : mit + i;
            String plainBn = flat ? bn : nested ? mit + i + ".1" : mit + (i + 1);
            boolean representable = net.isEmpty() || family == KeyFamily.ONLINE_DEMO;
            add(conv + net, mmaction2 + i + net + ".conv", representable ? plainConv : null);
            add(bn, mmaction2 + i + net + ".bn", plainBn);
        }
    }
}
