/** Options of commands that train or test networks on streams. */
package io.github.tsmjava.app.options.streams;
