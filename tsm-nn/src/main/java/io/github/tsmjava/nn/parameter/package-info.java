/**
 * The parameters of a network: {@link io.github.tsmjava.nn.parameter.Parameter}, a tensor with a name;
 * {@link io.github.tsmjava.nn.parameter.ParameterSource}, where they come from, and
 * {@link io.github.tsmjava.nn.parameter.StateDict}, from a checkpoint.
 */
package io.github.tsmjava.nn.parameter;
