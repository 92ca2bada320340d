/**
 * What {@code tsm explain}, {@code tsm learn} and {@code tsm course} show: the shift on small numbers, on a clip, on a page
 * and in programs.
 */
package io.github.tsmjava.app.learning;
