/** H.264: headers are checked before jcodec's slice decoder sees them, pictures come out in the order of display. */
package io.github.tsmjava.video.h264;
