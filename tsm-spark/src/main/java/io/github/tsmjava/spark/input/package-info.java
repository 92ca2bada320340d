/** Which videos there are, and how an executor gets at one: in any storage, and for no longer than it may take. */
package io.github.tsmjava.spark.input;
