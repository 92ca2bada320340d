/**
 * Networks to be used: loaded from a checkpoint, whole clips or streams, and what they say in words.
 *
 * <p>Read in this order: {@link io.github.tsmjava.models.VideoClassifier} and its
 * {@link io.github.tsmjava.models.Prediction} for files; {@link io.github.tsmjava.models.StreamingClassifier} and its
 * {@link io.github.tsmjava.models.Answer} for pictures as they come, {@link io.github.tsmjava.models.LiveStream} if they
 * come faster than they are seen; {@link io.github.tsmjava.models.PretrainedNetwork}, which all of these are made from.
 * {@link io.github.tsmjava.models.Transfer} begins a training. What a network is made of is in
 * {@link io.github.tsmjava.models.network}, the backbones are in {@link io.github.tsmjava.models.backbone}.
 */
package io.github.tsmjava.models;
