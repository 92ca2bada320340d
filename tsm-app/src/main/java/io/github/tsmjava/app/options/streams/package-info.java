/** Options of commands that look at streams, or that train or test networks on them. */
package io.github.tsmjava.app.options.streams;
