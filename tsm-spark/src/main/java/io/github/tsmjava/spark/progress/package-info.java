/** How far the work on a cluster is, for people who wait. */
package io.github.tsmjava.spark.progress;
