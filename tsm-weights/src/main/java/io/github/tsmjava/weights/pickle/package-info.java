/** A reader of Python pickles that makes plain values only and calls nothing but what its owner allows. */
package io.github.tsmjava.weights.pickle;
