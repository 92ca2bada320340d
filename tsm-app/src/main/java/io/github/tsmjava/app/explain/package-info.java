/** What {@code tsm explain} prints: the shift on small numbers, and what it does for the answer to a clip. */
package io.github.tsmjava.app.explain;
