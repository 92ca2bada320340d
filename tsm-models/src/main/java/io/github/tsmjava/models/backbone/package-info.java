/** The backbones: their shapes and their layers. */
package io.github.tsmjava.models.backbone;
