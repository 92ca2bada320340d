/** Training and evaluation. */
package io.github.tsmjava.train;
