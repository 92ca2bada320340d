/**
 * What turns the scores of single frames into decisions. Begin with
 * {@link io.github.tsmjava.models.streaming.Smoothing}, the strategies.
 */
package io.github.tsmjava.models.streaming;
