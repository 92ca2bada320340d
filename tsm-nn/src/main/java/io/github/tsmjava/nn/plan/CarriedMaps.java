package io.github.tsmjava.nn.plan;

/**
 * What a stream carries from one frame to the next in front of one shifted layer: the channels that move, as the newest
 * frame left them and as the next one will read them.
 *
 * @param layer  the shifted layer, as in PyTorch
 * @param of     all channels in front of it, of which those that move are the first ones
 * @param values {@code [channels, height, width]} of one stream, a copy; zeros before the first frame
 */
public record CarriedMaps(String layer, int of, int channels, int height, int width, float[] values) {
}
