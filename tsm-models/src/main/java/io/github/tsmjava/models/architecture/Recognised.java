package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.Shifting;

/**
 * What the parameters of a network tell of it. They say which blocks are shifted but not how, so the operator in
 * {@code shifting} counts for nothing; nor how a non-local block weighs, unless that is {@code GAUSSIAN}.
 */
public record Recognised(Backbone backbone, Shifting shifting, boolean temporalPool, NonLocality nonLocality) {

    /** A network without temporal pool and non-local blocks. */
    public Recognised(Backbone backbone, Shifting shifting) {
        this(backbone, shifting, false, NonLocality.NONE);
    }
}
