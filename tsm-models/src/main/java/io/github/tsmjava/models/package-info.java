/**
 * Networks to be used: loaded from a checkpoint, whole clips or streams, and what they say in words. Start with
 * {@link io.github.tsmjava.models.VideoClassifier}. What a network is made of is in
 * {@link io.github.tsmjava.models.network}, the backbones are in {@link io.github.tsmjava.models.backbone}.
 */
package io.github.tsmjava.models;
