/**
 * From a data set as its authors publish it to what training and testing read: frames by
 * {@link io.github.tsmjava.train.prepare.FrameExtractor}, lists by {@link io.github.tsmjava.train.prepare.Dataset} and
 * {@link io.github.tsmjava.train.prepare.ListWriter}.
 */
package io.github.tsmjava.train.prepare;
