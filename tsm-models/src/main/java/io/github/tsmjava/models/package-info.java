/**
 * The networks: ResNet and MobileNetV2 as TSN or TSM, whole clips or streams, and what finds out from a checkpoint which
 * of them it holds. Start with {@link io.github.tsmjava.models.VideoClassifier}.
 */
package io.github.tsmjava.models;
