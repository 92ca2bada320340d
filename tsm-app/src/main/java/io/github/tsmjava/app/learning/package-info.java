/** What {@code tsm explain} and {@code tsm course} print: the shift on small numbers, on a clip, and in programs. */
package io.github.tsmjava.app.learning;
