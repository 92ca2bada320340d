/**
 * Changes of colour and shape that all frames of a clip share: operations on pictures, and the policies that draw them.
 * Pixels are those of Pillow.
 */
package io.github.tsmjava.train.augmentation;
