package io.github.tsmjava.nn.plan;

/**
 * What one step of a plan does.
 *
 * @param name         the layer, as in PyTorch; of several layers in one, all of them
 * @param algorithm    how it is computed; {@code tensors} where nothing better was found than to run the layer as it is
 * @param shape        the maps that come out, {@code [N·T, C, H, W]}
 * @param multiplyAdds by the layer's definition, whatever the algorithm needs
 */
public record StepSummary(String name, String algorithm, String shape, long multiplyAdds) {
}
