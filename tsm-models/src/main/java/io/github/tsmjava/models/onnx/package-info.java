/** Networks for other runtimes: export to ONNX. */
package io.github.tsmjava.models.onnx;
