package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.FusedInvertedResidual;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a stream finds what it carries over to the next frame in front of a shifted layer: its first channels, since only
 * a shift that moves these alone, and only from the past, can be streamed.
 */
record Carried(String layer, Storage storage, int channels) {

    /** Of all shifted layers, in the order in which they are computed. */
    static List<Carried> in(Graph graph, MemoryLayout memory) {
        return graph.nodes().stream().flatMap(node -> of(node, memory)).toList();
    }

    private static Stream<Carried> of(Node node, MemoryLayout memory) {
        Node shifted = node.operation() instanceof FusedInvertedResidual inverted ? inverted.expand() : node;
        Operation.Shift shift = switch (shifted.operation()) {
            case FusedConvolution convolution -> convolution.shiftOrNull();
            case Operation.Shift itself -> itself;
            default -> null;
        };
        if (shift == null) {
            return Stream.empty();
        }
        Storage storage = memory.of(node.input());
        int channels = shift.shift().fold(storage.maps().channels());
        return storage.twoFrames() && channels > 0
                ? Stream.of(new Carried(shifted.name(), storage, channels)) : Stream.empty();
    }

    /** A copy of what the next frame will read, of the first of several streams in step. */
    CarriedMaps read(Workspace workspace) {
        Maps maps = storage.maps();
        float[] from = workspace.array(storage);
        int base = workspace.baseOfFrameBefore(storage);
        float[] values = new float[channels * maps.pixels()];
        int to = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int row = 0; row < maps.height(); row++) {
                int at = base + maps.channel(channel) + maps.pixel(row, 0);
                for (int column = 0; column < maps.width(); column++) {
                    values[to++] = from[at + column * maps.lanes()];
                }
            }
        }
        return new CarriedMaps(layer, maps.channels(), channels, maps.height(), maps.width(), values);
    }
}
