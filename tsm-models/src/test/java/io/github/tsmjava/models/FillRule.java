package io.github.tsmjava.models;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import java.nio.charset.StandardCharsets;

/**
 * Parameters computed from their names, so that every side of a comparison can rebuild them bit for bit: SplitMix64
 * seeded with the FNV-1a hash of the name.
 */
public final class FillRule implements ParameterSource {

    public FillRule() {
    }

    @Override
    public Tensor get(String name, Role role, int... shape) {
        return switch (role) {
            case CONV_WEIGHT -> {
                int fanIn = Tensor.size(shape) / shape[0];
                boolean pairwise = name.matches(".*\\.(nl|non_local_block)\\.(theta|phi)\\b.*");
                yield fill(name, Math.sqrt(6.0 / fanIn) / (pairwise ? 16 : 1), 0, shape);
            }
            case LINEAR_WEIGHT -> fill(name, Math.sqrt(1.0 / shape[1]), 0, shape);
            case BIAS, NORM_BIAS, RUNNING_MEAN -> fill(name, 0.1, 0, shape);
            case NORM_WEIGHT -> fill(name, 0.25, 0.75, shape);
            case RUNNING_VAR -> fill(name, 0.5, 1.0, shape);
        };
    }

    public static Tensor fill(String name, double scale, double offset, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        float[] data = tensor.data();
        long state = seed(name);
        for (int i = 0; i < data.length; i++) {
            state += 0x9E3779B97F4A7C15L;
            data[i] = (float) (offset + scale * unit(state));
        }
        return tensor;
    }

    static long seed(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** A number in [-1, 1). */
    static double unit(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) / (double) (1 << 24) * 2 - 1;
    }
}
