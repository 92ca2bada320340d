/** How well a network and a rule find what happens in streams, and when. */
package io.github.tsmjava.train.evaluation.streams;
