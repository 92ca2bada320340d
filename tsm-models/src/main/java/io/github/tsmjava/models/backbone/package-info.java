/** The backbones, each with all that is known of it. */
package io.github.tsmjava.models.backbone;
