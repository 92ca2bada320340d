package io.github.tsmjava.models.network;

import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import java.util.function.Function;

/**
 * Everything in a backbone that has to do with time. The backbone asks at each place where TSM may act, and gets its
 * own layer back, wrapped where the configuration wants it so. It must ask at every place that {@link Backbone} says it
 * has.
 */
public final class TemporalParts {

    private final NetworkConfig config;

    TemporalParts(NetworkConfig config) {
        this.config = config;
    }

    /** T, for layers that look at several frames of a clip themselves. */
    public int segments() {
        return config.segments();
    }

    /**
     * The stage in front of which the temporal pool stands if the configuration wants one:
     * {@link Backbone#pooledStage}.
     */
    public Layer pooledStage(Scope scope, Function<Scope, Layer> build) {
        return config.temporalPool() ? new TemporalPool(scope, config.segments(), build) : build.apply(scope);
    }

    /** What time does to the block of this name, as in {@code layer1.0} or {@code features.3}. */
    public OfBlock at(String block) {
        return new OfBlock(block, config.segments());
    }

    /** The same where the backbone's own layers have left so many frames of a clip. */
    public OfBlock at(String block, int frames) {
        return new OfBlock(block, frames);
    }

    /** The same for a block of the pooled stage or behind it, which sees fewer frames if there is a temporal pool. */
    public OfBlock behindPool(String block) {
        return new OfBlock(block, config.pooledSegments());
    }

    /** What time does to one residual block. */
    public final class OfBlock {

        private final String name;
        private final int segments;

        private OfBlock(String name, int segments) {
            this.name = name;
            this.segments = segments;
        }

        /** The block itself, for the shift in front of it ({@code block}) and the non-local block behind it. */
        public Layer whole(Scope scope, int outputChannels, Function<Scope, Layer> build) {
            Function<Scope, Layer> shifted = s -> shift(Shifting.Place.BLOCK, s, build);
            NonLocality nonLocality = config.nonLocality();
            return nonLocality.blocks().contains(name)
                    ? new NonLocal(scope, nonLocality.mode(), segments, outputChannels, nonLocality.outputBias(),
                            shifted)
                    : shifted.apply(scope);
        }

        /** The block's first convolution, for the shift in front of it ({@code blockres}). */
        public Layer firstConv(Scope scope, Function<Scope, Layer> build) {
            return shift(Shifting.Place.BLOCKRES, scope, build);
        }

        private Layer shift(Shifting.Place place, Scope scope, Function<Scope, Layer> build) {
            Shifting shifting = config.shifting();
            return shifting.place() == place && shifting.blocks().contains(name)
                    ? new TemporalShift(scope, shifting.shift(), segments, build)
                    : build.apply(scope);
        }
    }
}
