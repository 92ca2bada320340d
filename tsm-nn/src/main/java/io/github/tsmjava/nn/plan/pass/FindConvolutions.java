package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Filters;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;

/** Marks the convolutions that our kernels compute. A linear layer is one: its vectors are pixels. */
final class FindConvolutions {

    private FindConvolutions() {
    }

    static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            Operation operation = switch (node.operation()) {
                case Convolution convolution when hasKernels(convolution) -> new FusedConvolution(convolution);
                case Operation.Linear linear -> new FusedConvolution(pointwise(linear.filters()));
                default -> node.operation();
            };
            nodes.add(new Node(node.name(), operation, node.inputs(), node.output()));
        });
    }

    private static boolean hasKernels(Convolution convolution) {
        ConvSpec spec = convolution.spec();
        return spec.strideH() == spec.strideW() && spec.padH() == spec.padW();
    }

    private static Convolution pointwise(Filters filters) {
        Tensor weight = filters.weight();
        return new Convolution(new Filters(weight.reshape(weight.dim(0), weight.dim(1), 1, 1), filters.scale(),
                filters.bias()), ConvSpec.of(1, 0));
    }
}
