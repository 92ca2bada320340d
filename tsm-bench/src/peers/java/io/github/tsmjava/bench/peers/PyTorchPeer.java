package io.github.tsmjava.bench.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.workload.Peer;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * PyTorch through DJL. Only Python can write PyTorch's own model files, so the network is called operator by operator,
 * as PyTorch runs a module.
 */
public final class PyTorchPeer implements Peer {

    static {
        // Everything needed is on the class path.
        System.setProperty("ai.djl.offline", "true");
    }

    private final Engine engine = Engine.getEngine("PyTorch");

    @Override
    public String name() {
        return "PyTorch " + engine.getVersion();
    }

    @Override
    public void write(Workload workload, Path file) throws IOException {
        workload.save(file);
    }

    @Override
    public Contender load(Path file, Workload workload, int threads) throws IOException {
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(threads);
        NDManager manager = engine.newBaseManager();
        Tensor input = workload.input();
        int channels = workload.config().channels();
        Layer network = PretrainedNetwork.load(file).network();
        Graph graph = workload.streaming() ? Graph.ofStream(network, input.shape()) : Graph.of(network, input.shape());
        OperatorList operators = new OperatorList(manager, graph, workload.streaming());
        NDArray frames = OperatorList.copy(manager, input.reshape(-1, channels, input.dim(-2), input.dim(-1)));
        return new Contender() {
            @Override
            public float[] run() {
                return operators.run(frames);
            }

            @Override
            public void close() {
                manager.close();
            }
        };
    }
}
