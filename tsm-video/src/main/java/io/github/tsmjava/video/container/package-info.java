/** MP4, QuickTime and AVI: where the coded pictures lie, and the decoding of any track picture by picture. */
package io.github.tsmjava.video.container;
