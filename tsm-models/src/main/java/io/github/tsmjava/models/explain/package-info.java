/** What a network makes of a clip, and what the shift has to do with it. */
package io.github.tsmjava.models.explain;
