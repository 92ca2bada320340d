/** Long videos of which is known what happens in them and when. */
package io.github.tsmjava.train.streams;
