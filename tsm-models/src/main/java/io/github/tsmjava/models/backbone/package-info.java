/**
 * The backbones, each with all that is known of it, and the list of them:
 * {@link io.github.tsmjava.models.backbone.Architectures}.
 */
package io.github.tsmjava.models.backbone;
