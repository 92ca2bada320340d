package io.github.tsmjava.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.workload.Peer;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.onnx.OnnxExport;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** ONNX Runtime on our own export, with all its graph optimisations. */
public final class OnnxRuntimePeer implements Peer {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public void write(Workload workload, Path file) throws IOException {
        OnnxExport.Input input = workload.streaming() ? OnnxExport.Input.STREAM : OnnxExport.Input.CLIPS;
        OnnxExport.write(file, workload.network(), input, workload.size(), Map.of());
    }

    @Override
    public Contender load(Path file, Workload workload, int threads) throws IOException {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setSymbolicDimensionValue("N", 1); // one clip, so that every shape is known
            return new Session(environment.createSession(file.toString(), options), workload.input());
        } catch (OrtException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A session with inputs and outputs in preallocated memory outside the heap. A stream has two sets of buffers: what
     * one call writes, the next one reads.
     */
    private final class Session implements Contender {

        private final OrtSession session;
        private final FloatBuffer logits;
        private Map<String, OnnxTensor> inputs = new HashMap<>();
        private Map<String, OnnxTensor> outputs = new HashMap<>();
        private Map<String, OnnxTensor> nextInputs = new HashMap<>();
        private Map<String, OnnxTensor> nextOutputs = new HashMap<>();

        Session(OrtSession session, Tensor input) throws OrtException {
            this.session = session;
            String frames = session.getInputNames().iterator().next();
            String scores = session.getOutputNames().iterator().next();
            for (String name : session.getInputNames()) {
                if (!name.equals(frames)) {
                    String written = name.replaceFirst("i", "o");
                    long[] shape = ((TensorInfo) session.getInputInfo().get(name).getInfo()).getShape();
                    OnnxTensor one = tensor(shape);
                    OnnxTensor other = tensor(shape);
                    inputs.put(name, one);
                    outputs.put(written, other);
                    nextInputs.put(name, other);
                    nextOutputs.put(written, one);
                }
            }
            OnnxTensor x = tensor(1, input.dim(1), input.dim(2), input.dim(3));
            x.getBufferRef().map(FloatBuffer.class::cast).orElseThrow().put(0, input.data());
            inputs.put(frames, x);
            nextInputs.put(frames, x);
            long[] shape = ((TensorInfo) session.getOutputInfo().get(scores).getInfo()).getShape();
            OnnxTensor y = tensor(1, shape[1]);
            logits = y.getBufferRef().map(FloatBuffer.class::cast).orElseThrow();
            outputs.put(scores, y);
            nextOutputs.put(scores, y);
        }

        private OnnxTensor tensor(long... shape) throws OrtException {
            int size = 1;
            for (long length : shape) {
                size = Math.multiplyExact(size, (int) length);
            }
            FloatBuffer buffer = ByteBuffer.allocateDirect(size * Float.BYTES)
                    .order(ByteOrder.nativeOrder()).asFloatBuffer();
            return OnnxTensor.createTensor(environment, buffer, shape);
        }

        @Override
        public float[] run() {
            try (var _ = session.run(inputs, outputs)) {
                float[] scores = new float[logits.capacity()];
                logits.get(0, scores);
                Map<String, OnnxTensor> read = inputs;
                Map<String, OnnxTensor> written = outputs;
                inputs = nextInputs;
                outputs = nextOutputs;
                nextInputs = read;
                nextOutputs = written;
                return scores;
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
