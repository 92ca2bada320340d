/** Pictures in files. */
package io.github.tsmjava.train.plot;
