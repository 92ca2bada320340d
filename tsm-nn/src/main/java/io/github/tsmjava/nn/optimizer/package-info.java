/** What changes parameters by their gradients. */
package io.github.tsmjava.nn.optimizer;
