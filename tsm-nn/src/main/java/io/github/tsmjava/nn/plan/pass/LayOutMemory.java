package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.kernel.blocked.Attention;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.kernel.blocked.WinogradConvolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides where each value lies. Values that are never needed at the same time share memory. */
public final class LayOutMemory {

    /** With more channels than this, sums over four channels at a time are shorter than over four columns. */
    private static final int PICTURE_CHANNELS = 16;

    private final Graph graph;
    private final Map<Node, Algorithm> algorithms;
    private final boolean streaming;
    private final BlockedKernels kernels;
    private final List<Array> arrays = new ArrayList<>();
    private final Map<Value, Storage> storage = new HashMap<>();
    private final Map<Node, Integer> scratch = new HashMap<>();

    /** An array, who may use it again, and from where on. */
    private static final class Array {
        int size;
        /** The one layout that this array serves, if its border must stay zero or its content outlives a run. */
        Maps exclusiveLayout;
        /** Position of the last node that reads what it holds. */
        int lastUse;
    }

    private LayOutMemory(Graph graph, Map<Node, Algorithm> algorithms, boolean streaming, BlockedKernels kernels) {
        this.graph = graph;
        this.algorithms = algorithms;
        this.streaming = streaming;
        this.kernels = kernels;
    }

    /** @param streaming whether a run is one frame of a stream */
    public static MemoryLayout of(Graph graph, Map<Node, Algorithm> algorithms, boolean streaming,
            BlockedKernels kernels) {
        return new LayOutMemory(graph, algorithms, streaming, kernels).layout();
    }

    private MemoryLayout layout() {
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            storage.put(node.output(), isInPlace(node, i) ? inPlace(node) : separate(node, i));
            if (node.operation() instanceof Operation.Attention attention) {
                int size = Attention.scratchSize(storage.get(node.inputs().get(1)).maps(),
                        storage.get(node.inputs().get(2)).maps(), attention.segments());
                scratch.put(node, arrays.indexOf(array(size, null, i, i)));
            }
        }
        return new MemoryLayout(storage, scratch, arrays.stream().mapToInt(array -> array.size).toArray());
    }

    private int lastUse(Value value) {
        List<Node> readers = graph.readers(value);
        if (value == graph.output()) {
            return graph.nodes().size();
        }
        return readers.isEmpty() ? -1 : graph.nodes().indexOf(readers.getLast());
    }

    /** Whether the next frame of a stream reads it too. */
    private boolean isKeptForNextFrame(Value value) {
        return streaming && graph.readers(value).stream().anyMatch(node -> node.input() == value && isShifted(node));
    }

    private static boolean isShifted(Node node) {
        return switch (node.operation()) {
            case FusedConvolution convolution -> convolution.shiftOrNull() != null;
            case FusedInvertedResidual inverted -> inverted.expansion().shiftOrNull() != null;
            case Operation.Shift _ -> true;
            default -> false;
        };
    }

    /** Zeros that readers need above and to the left of each plane. */
    private int borderBefore(Value value) {
        return graph.readers(value).stream().filter(node -> node.input() == value).mapToInt(LayOutMemory::padding)
                .max().orElse(0);
    }

    /** Zeros that readers need below and to the right of each plane. */
    private int borderAfter(Value value) {
        return graph.readers(value).stream().filter(node -> node.input() == value)
                .mapToInt(node -> algorithms.get(node) == Algorithm.WINOGRAD
                        ? WinogradConvolution.borderAfter(value.height(), value.width()) : padding(node))
                .max().orElse(0);
    }

    private static int padding(Node node) {
        return switch (node.operation()) {
            case FusedConvolution convolution -> convolution.padding();
            case FusedInvertedResidual inverted -> inverted.expansion().padding();
            default -> 0;
        };
    }

    /** Whether a sum may overwrite the residual it starts from: nothing reads it later, no pixel is computed twice. */
    private boolean isInPlace(Node node, int position) {
        Value residual = node.operation() instanceof FusedConvolution ? FusedConvolution.residual(node) : null;
        if (residual == null || residual == node.input() || lastUse(residual) != position
                || isKeptForNextFrame(residual) || isKeptForNextFrame(node.output())) {
            return false;
        }
        Maps maps = storage.get(residual).maps();
        FusedConvolution convolution = (FusedConvolution) node.operation();
        boolean borders = maps.hasBorder() || borderBefore(node.output()) + borderAfter(node.output()) > 0;
        boolean flat = convolution.kernel() == 1 && convolution.stride() == 1
                && !storage.get(node.input()).maps().hasBorder()
                && maps.pixels() % kernels.tiles().getFirst().pixels() == 0;
        return !borders && (flat || algorithms.get(node) == Algorithm.WINOGRAD);
    }

    private Storage inPlace(Node node) {
        Storage shared = storage.get(FusedConvolution.residual(node));
        arrays.get(shared.array()).lastUse = lastUse(node.output());
        return shared;
    }

    private Storage separate(Node node, int position) {
        Value value = node.output();
        boolean twoFrames = isKeptForNextFrame(value);
        Maps maps = maps(value, isPlanar(node) ? 1 : kernels.lanes());
        int size = new Storage(-1, maps, twoFrames).size();
        Maps only = twoFrames || maps.hasBorder() ? maps : null;
        // What the next frame reads is never free, and nothing is free for it.
        Array array = twoFrames ? array(size, only, -1, Integer.MAX_VALUE)
                : array(size, only, position, lastUse(value));
        return new Storage(arrays.indexOf(array), maps, twoFrames);
    }

    /** Vectors are one row of pixels, one for each frame. */
    private Maps maps(Value value, int lanes) {
        return value.isVectors() ? new Maps(1, value.channels(), 1, value.frames(), 0, 0, lanes)
                : new Maps(value.frames(), value.channels(), value.height(), value.width(), borderBefore(value),
                        borderAfter(value), lanes);
    }

    /** An array that nobody uses from one position to another. */
    private Array array(int size, Maps only, int from, int lastUse) {
        Array array = free(size, only, from);
        if (array == null) {
            array = new Array();
            array.exclusiveLayout = only;
            arrays.add(array);
        }
        array.size = Math.max(array.size, size);
        array.lastUse = lastUse;
        return array;
    }

    /** The free array that fits best: one of the same border, or the smallest that is large enough, or the largest. */
    private Array free(int size, Maps only, int position) {
        Array best = null;
        for (Array array : arrays) {
            boolean suits = only == null ? array.exclusiveLayout == null : only.equals(array.exclusiveLayout);
            if (suits && array.lastUse < position && (best == null || fitsBetter(array, best, size))) {
                best = array;
            }
        }
        return best;
    }

    private static boolean fitsBetter(Array array, Array best, int size) {
        if (best.size >= size) {
            return array.size >= size && array.size < best.size;
        }
        return array.size > best.size;
    }

    /** A picture has few channels: it stays in planes; a convolution reads neighbours in a row as it reads channels. */
    private boolean isPlanar(Node node) {
        Value value = node.output();
        return node.operation() instanceof Operation.Input && value.channels() <= PICTURE_CHANNELS
                && graph.readers(value).stream().allMatch(reader -> switch (algorithms.get(reader)) {
                    case DIRECT, INVERTED -> !isShifted(reader) && FusedConvolution.residual(reader) != value;
                    default -> false;
                });
    }
}
