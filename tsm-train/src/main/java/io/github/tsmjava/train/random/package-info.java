/** What is random in training, from one seed. */
package io.github.tsmjava.train.random;
