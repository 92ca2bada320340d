/** Operators that only training needs. */
package io.github.tsmjava.tensor.ops.training;
