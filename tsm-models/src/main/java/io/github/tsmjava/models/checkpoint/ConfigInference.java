package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.NonLocality;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out from the names and shapes of its parameters what a network is: backbone, depth or width, modality, classes,
 * where it is shifted, pooled in time or followed by non-local blocks. What they cannot tell comes from {@link Hints}.
 */
public final class ConfigInference {

    private static final String CLASSIFIER = "new_fc.weight";
    private static final String RESNET_STEM = "base_model.conv1.weight";
    private static final String MOBILENET_STEM = "base_model.features.0.0.weight";

    /** A block of a ResNet, possibly behind a temporal pool: stage, block, and what follows. */
    private static final Pattern RESNET_BLOCK =
            Pattern.compile("base_model\\.(layer([1-4])\\.(?:net\\.)?(\\d{1,3}))\\.(.+)");
    private static final Pattern MOBILENET_SHIFT =
            Pattern.compile("base_model\\.(features\\.\\d{1,3})\\.conv\\.0\\.net\\.weight");

    private final Map<String, List<Integer>> shapes;
    private final Hints hints;

    /**
     * @param shapes this project's names of the parameters in a checkpoint, and their shapes
     */
    public ConfigInference(Map<String, List<Integer>> shapes, Hints hints) {
        this.shapes = shapes;
        this.hints = hints;
    }

    /** @throws IllegalArgumentException if these are not the parameters of a network known here */
    public NetworkConfig infer() {
        boolean resNet = shapes.containsKey(RESNET_STEM);
        if (!resNet && !shapes.containsKey(MOBILENET_STEM)) {
            throw new IllegalArgumentException("neither a ResNet nor a MobileNetV2: found neither %s nor %s"
                    .formatted(RESNET_STEM, MOBILENET_STEM));
        }
        int classes = dim(CLASSIFIER, 0, "no classifier found: a network without one cannot classify");
        return resNet ? resNet(classes) : mobileNetV2(classes);
    }

    private NetworkConfig resNet(int classes) {
        List<Integer> blocks = new ArrayList<>(List.of(0, 0, 0, 0));
        boolean bottleneck = false;
        boolean temporalPool = false;
        Set<String> inBlock = new LinkedHashSet<>();
        Set<String> wholeBlock = new LinkedHashSet<>();
        Set<String> nonLocal = new LinkedHashSet<>();
        boolean outputBias = false;
        boolean theta = false;
        for (String key : shapes.keySet()) {
            Matcher matcher = RESNET_BLOCK.matcher(key);
            if (!matcher.matches()) {
                continue;
            }
            int stage = Integer.parseInt(matcher.group(2)) - 1;
            int index = Integer.parseInt(matcher.group(3));
            blocks.set(stage, Math.max(blocks.get(stage), index + 1));
            temporalPool |= matcher.group(1).contains(".net.");
            String block = "layer" + (stage + 1) + "." + index;
            String rest = matcher.group(4);
            if (rest.startsWith("nl.")) {
                nonLocal.add(block);
                outputBias |= rest.equals("nl.W.0.bias");
                theta |= rest.startsWith("nl.theta.");
            }
            String inner = rest.startsWith("block.") ? rest.substring("block.".length()) : rest;
            bottleneck |= inner.endsWith("conv3.weight");
            if (inner.equals("conv1.net.weight")) {
                inBlock.add(block);
            } else if (inner.equals("net.conv1.weight")) {
                wholeBlock.add(block);
            }
        }
        ResNetBackbone backbone = ResNetBackbone.withBlocks(blocks, bottleneck);
        if (backbone == null) {
            throw new IllegalArgumentException("no ResNet is known with %s blocks in its stages %s"
                    .formatted(bottleneck ? "bottleneck" : "basic", blocks));
        }
        if (!inBlock.isEmpty() && !wholeBlock.isEmpty()) {
            throw new IllegalArgumentException("shifted both inside blocks (%s) and in front of them (%s)"
                    .formatted(inBlock, wholeBlock));
        }
        NonLocal.Mode mode = theta ? hints.nonLocalMode() : NonLocal.Mode.GAUSSIAN;
        return new NetworkConfig(backbone, modality(RESNET_STEM), classes, hints.segments(),
                wholeBlock.isEmpty()
                        ? shifting(Shifting.Place.BLOCKRES, inBlock)
                        : shifting(Shifting.Place.BLOCK, wholeBlock),
                temporalPool,
                nonLocal.isEmpty() ? NonLocality.NONE : new NonLocality(mode, List.copyOf(nonLocal), outputBias));
    }

    private NetworkConfig mobileNetV2(int classes) {
        List<Integer> groups = new ArrayList<>();
        int feature = 1;
        for (MobileNetV2Backbone.Group group : MobileNetV2Backbone.TABLE) {
            String projection = "base_model.features." + feature + ".conv."
                    + (group.expansion() == 1 ? 3 : 6) + ".weight";
            groups.add(dim(projection, 0, "not a whole MobileNetV2: " + projection + " is missing"));
            feature += group.blocks();
        }
        String last = "base_model.features." + feature + ".0.weight";
        MobileNetV2Backbone backbone = new MobileNetV2Backbone(
                dim(MOBILENET_STEM, 0, ""), groups, dim(last, 0, "not a whole MobileNetV2: " + last + " is missing"));
        List<String> shifted = shapes.keySet().stream().map(MOBILENET_SHIFT::matcher).filter(Matcher::matches)
                .map(matcher -> matcher.group(1)).toList();
        return new NetworkConfig(backbone, modality(MOBILENET_STEM), classes, hints.segments(),
                shifting(Shifting.Place.BLOCKRES, shifted),
                false, NonLocality.NONE);
    }

    private Shifting shifting(Shifting.Place place, Collection<String> blocks) {
        return blocks.isEmpty() ? Shifting.NONE : new Shifting(place, hints.shift(), List.copyOf(blocks));
    }

    private Modality modality(String stem) {
        int channels = dim(stem, 1, "");
        return switch (channels) {
            case 3 -> Modality.RGB;
            case 10 -> Modality.FLOW;
            default -> throw new IllegalArgumentException(
                    "%s reads %d channels; expected 3 (RGB) or 10 (optical flow)".formatted(stem, channels));
        };
    }

    private int dim(String name, int axis, String problem) {
        List<Integer> shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException(problem);
        }
        if (shape.size() <= axis) {
            throw new IllegalArgumentException("%s has shape %s, expected more axes".formatted(name, shape));
        }
        return shape.get(axis);
    }
}
