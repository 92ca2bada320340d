/**
 * How published networks were trained and tested, and what they reached: {@code recipes.json}, read by
 * {@link io.github.tsmjava.train.recipes.Recipes}.
 */
package io.github.tsmjava.train.recipes;
