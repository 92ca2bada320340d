/** The class names of public data sets, and which of them a file without class names was trained on. */
package io.github.tsmjava.models.labels;
