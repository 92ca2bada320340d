/** Options that several commands share, and what they mean. */
package io.github.tsmjava.app.options;
