/**
 * Gestures of one's own, taught on a page. {@code GestureFolder} keeps the examples and what was learned, {@code Learner}
 * learns in the background, {@code TeachApi} is what the page talks to.
 */
package io.github.tsmjava.web.teach;
