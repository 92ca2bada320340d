/**
 * What a network for clips is made of, whatever its backbone.
 *
 * <p>Read in this order: {@link io.github.tsmjava.models.network.NetworkConfig}, all that distinguishes two networks;
 * {@link io.github.tsmjava.models.network.Shifting} and {@link io.github.tsmjava.models.network.Shifting.ShiftMode}, where and how
 * it shifts; {@link io.github.tsmjava.models.network.TsmNetwork}, what comes out of it. Whoever adds a backbone goes on with
 * {@link io.github.tsmjava.models.network.Backbone} and {@link io.github.tsmjava.models.network.TemporalParts}.
 */
package io.github.tsmjava.models.network;
