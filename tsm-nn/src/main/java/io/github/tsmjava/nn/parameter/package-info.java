/** The parameters of a network: their roles, where they come from, and how fresh ones are drawn. */
package io.github.tsmjava.nn.parameter;
