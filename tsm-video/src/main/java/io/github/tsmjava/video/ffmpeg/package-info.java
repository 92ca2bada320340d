/** Videos that another program decodes, if it is there. */
package io.github.tsmjava.video.ffmpeg;
