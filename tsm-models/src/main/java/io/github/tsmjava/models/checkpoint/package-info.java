/** What finds out from the names, shapes and metadata in a checkpoint which network it holds. */
package io.github.tsmjava.models.checkpoint;
