package io.github.tsmjava.models.architecture;

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

/** What the names of a ResNet's parameters tell, or of a relative's: its blocks, and what time does to them. */
final class ResidualParameters {

    /** A block, possibly behind a temporal pool: stage, block, and what follows. */
    private static final Pattern BLOCK = Pattern.compile("base_model\\.(layer([1-4])\\.(?:net\\.)?(\\d{1,3}))\\.(.+)");

    private final List<Integer> blocks = new ArrayList<>(List.of(0, 0, 0, 0));
    private boolean bottleneck;
    private boolean temporalPool;
    private final Set<String> inBlock = new LinkedHashSet<>();
    private final Set<String> wholeBlock = new LinkedHashSet<>();
    private final Set<String> nonLocal = new LinkedHashSet<>();
    private boolean outputBias;
    private boolean theta;

    /** @param parameters this project's names, and shapes */
    ResidualParameters(ParameterShapes parameters) {
        for (String key : parameters.names()) {
            Matcher matcher = BLOCK.matcher(key);
            if (matcher.matches()) {
                int stage = Integer.parseInt(matcher.group(2)) - 1;
                int index = Integer.parseInt(matcher.group(3));
                blocks.set(stage, Math.max(blocks.get(stage), index + 1));
                temporalPool |= matcher.group(1).contains(".net.");
                addTo("layer" + (stage + 1) + "." + index, matcher.group(4));
            }
        }
    }

    private void addTo(String block, String rest) {
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

    /** In {@code layer1} to {@code layer4}. */
    List<Integer> blocks() {
        return List.copyOf(blocks);
    }

    /** The blocks that are followed by a non-local one. */
    Set<String> nonLocal() {
        return nonLocal;
    }

    /** Whether there is a third convolution in a block. */
    boolean isBottleneck() {
        return bottleneck;
    }

    /**
     * All that was found, with the backbone that it is of.
     *
     * @throws IllegalArgumentException in one line, if names say that blocks are shifted in two ways
     */
    Recognised with(Backbone backbone) {
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
}
