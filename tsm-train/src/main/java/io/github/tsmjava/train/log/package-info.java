/** What a training records: tables, events for TensorBoard, curves. */
package io.github.tsmjava.train.log;
