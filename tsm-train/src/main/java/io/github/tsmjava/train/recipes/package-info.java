/**
 * How published networks were trained and tested, and what they reached.
 * {@link io.github.tsmjava.train.recipes.Recipe#find Recipe.find} finds a recipe by its name; a recipe gives the network, its
 * settings and its augmentation.
 */
package io.github.tsmjava.train.recipes;
