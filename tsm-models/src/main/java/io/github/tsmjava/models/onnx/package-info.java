/** Networks for other runtimes: {@link io.github.tsmjava.models.onnx.OnnxExport} is all of it. */
package io.github.tsmjava.models.onnx;
