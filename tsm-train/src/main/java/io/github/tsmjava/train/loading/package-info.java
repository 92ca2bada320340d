/** Makes clips before they are needed, on several threads. */
package io.github.tsmjava.train.loading;
