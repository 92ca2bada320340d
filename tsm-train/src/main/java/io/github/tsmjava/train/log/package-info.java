/** What training writes down of itself: tables, events for TensorBoard, curves. */
package io.github.tsmjava.train.log;
