package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ResNet-18 to 152: how they are named and recognised. */
final class ResNetArchitecture implements Architecture {

    static final ResNetArchitecture INSTANCE = new ResNetArchitecture();

    private static final String NAME = "resnet";
    private static final KeyNames KEYS = new ResNetKeyNames();

    /** A block, possibly behind a temporal pool: stage, block, and what follows. */
    private static final Pattern BLOCK = Pattern.compile("base_model\\.(layer([1-4])\\.(?:net\\.)?(\\d{1,3}))\\.(.+)");

    private ResNetArchitecture() {
    }

    @Override
    public String title() {
        return "ResNet";
    }

    @Override
    public List<String> names() {
        return ResNetBackbone.DEPTHS.stream().map(depth -> NAME + depth).toList();
    }

    @Override
    public Backbone backbone(String name, double width) {
        return new ResNetBackbone(Integer.parseInt(name.substring(NAME.length())));
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    @Override
    public Recognised recognise(ParameterShapes parameters) {
        List<Integer> blocks = new ArrayList<>(List.of(0, 0, 0, 0));
        boolean bottleneck = false;
        boolean temporalPool = false;
        Set<String> inBlock = new LinkedHashSet<>();
        Set<String> wholeBlock = new LinkedHashSet<>();
        Set<String> nonLocal = new LinkedHashSet<>();
        boolean outputBias = false;
        boolean theta = false;
        for (String key : parameters.names()) {
            Matcher matcher = BLOCK.matcher(key);
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
        ResNetBackbone backbone = withBlocks(blocks, bottleneck);
        if (!inBlock.isEmpty() && !wholeBlock.isEmpty()) {
            throw new IllegalArgumentException("shifted both inside blocks (%s) and in front of them (%s)"
                    .formatted(inBlock, wholeBlock));
        }
        return new Recognised(backbone,
                wholeBlock.isEmpty()
                        ? Shifting.of(Shifting.Place.BLOCKRES, inBlock)
                        : Shifting.of(Shifting.Place.BLOCK, wholeBlock),
                temporalPool, nonLocal.isEmpty() ? NonLocality.NONE : new NonLocality(
                        theta ? NonLocal.Mode.EMBEDDED_GAUSSIAN : NonLocal.Mode.GAUSSIAN, List.copyOf(nonLocal),
                        outputBias));
    }

    private static ResNetBackbone withBlocks(List<Integer> blocks, boolean bottleneck) {
        return ResNetBackbone.DEPTHS.stream().map(ResNetBackbone::new)
                .filter(backbone -> backbone.blocks().equals(blocks) && backbone.isBottleneck() == bottleneck)
                .findFirst().orElseThrow(() -> new IllegalArgumentException("no ResNet is known with %s blocks in its stages %s"
                        .formatted(bottleneck ? "bottleneck" : "basic", blocks)));
    }
}
