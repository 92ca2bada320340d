/** The page that explains the shift on one clip: what it is told, and how it becomes one file. */
package io.github.tsmjava.web.learn;
