package io.github.tsmjava.models.toy;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A backbone of 2 or 3 blocks, all of them shifted.
 *
 * @param blocks 2 or 3
 */
public record ToyBackbone(int blocks) implements Backbone {

    @Override
    public String title() {
        return "Toy";
    }

    @Override
    public String name() {
        return "toy" + blocks;
    }

    @Override
    public int features() {
        return 16;
    }

    @Override
    public int size() {
        return 32;
    }

    List<String> blockNames() {
        return IntStream.range(0, blocks).mapToObj(block -> "blocks." + block).toList();
    }

    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return place == Shifting.Place.BLOCKRES ? blockNames() : List.of();
    }

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new Toy(scope, this, channels, time);
    }
}
