package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.kernel.blocked.WinogradConvolution;
import java.util.HashMap;
import java.util.Map;

/** Decides how each node is computed. */
public final class ChooseAlgorithms {

    private ChooseAlgorithms() {
    }

    public static Map<Node, Algorithm> in(Graph graph, Accuracy accuracy) {
        Map<Node, Algorithm> algorithms = new HashMap<>();
        graph.nodes().forEach(node -> algorithms.put(node, algorithm(node, accuracy)));
        return algorithms;
    }

    private static Algorithm algorithm(Node node, Accuracy accuracy) {
        return switch (node.operation()) {
            case Operation.Input _ -> Algorithm.LAYOUT;
            case FusedConvolution convolution when convolution.isDepthwise() -> Algorithm.DEPTHWISE;
            case FusedConvolution convolution when convolution.isGrouped() -> Algorithm.GROUPED;
            case FusedConvolution convolution when accuracy == Accuracy.FAST && suitsWinograd(convolution, node) ->
                    Algorithm.WINOGRAD;
            case FusedConvolution _ -> Algorithm.DIRECT;
            case FusedInvertedResidual _ -> Algorithm.INVERTED;
            case Operation.MaxPool pool -> pool.kernel() == 1 ? Algorithm.SAMPLE : Algorithm.POOL;
            case Operation.AveragePool _, Operation.TemporalPool _ -> Algorithm.POOL;
            case Operation.Attention _ -> Algorithm.ATTENTION;
            case Operation.Activate _ -> Algorithm.ACTIVATION;
            case Convolution _, Operation.Normalize _, Operation.Add _, Operation.Shift _ -> Algorithm.TENSORS;
            case Operation.Linear _, Operation.Consensus _, Operation.Fused _ ->
                    throw new IllegalStateException("a plan cannot compute " + node.name() + " here");
        };
    }

    private static boolean suitsWinograd(FusedConvolution convolution, Node node) {
        Value x = node.input();
        return convolution.kernel() == 3 && convolution.stride() == 1 && convolution.padding() == 1
                && convolution.convolution().isFrameByFrame()
                && WinogradConvolution.pays(x.frames(), x.channels(), node.output().channels(), x.height(), x.width());
    }
}
