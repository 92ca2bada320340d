/** Which pictures of a stream are looked at, by their time stamps. */
package io.github.tsmjava.video.timing;
