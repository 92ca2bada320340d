/**
 * A network that learns somebody's own gestures from a few clips, in a minute or two. Begin with
 * {@link io.github.tsmjava.train.teach.Teaching}.
 */
package io.github.tsmjava.train.teach;
