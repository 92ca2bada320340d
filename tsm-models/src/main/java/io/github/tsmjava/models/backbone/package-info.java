/**
 * The backbones: their shapes and their layers. {@link io.github.tsmjava.models.backbone.MobileNetV2Backbone} and
 * {@link io.github.tsmjava.models.backbone.ResNetBackbone} are what a
 * {@link io.github.tsmjava.models.network.NetworkConfig} takes.
 */
package io.github.tsmjava.models.backbone;
