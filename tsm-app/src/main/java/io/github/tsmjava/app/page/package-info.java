/** Commands that serve pages to a browser on this machine. */
package io.github.tsmjava.app.page;
