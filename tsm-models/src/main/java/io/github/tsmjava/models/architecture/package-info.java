/** The kinds of backbones: what they are called, what their parameters are called in files, and how they are recognised there. */
package io.github.tsmjava.models.architecture;
