/** Clips on their way between pages and the server. */
package io.github.tsmjava.web.clips;
