// Chapter 8: a buffer instead of the future. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/8-streaming/Streaming.java

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.StreamMemory;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // The online shift takes one group of channels from the frame before. Whoever sees one frame at a time must keep that
    // group until the next frame comes, and nothing else.
    Shift online = Shift.unidirectional(8);
    Tensor clip = Tensor.zeros(4, 8);
    for (int i = 0; i < clip.size(); i++) {
        clip.data()[i] = 10 * (i / 8 + 1) + i % 8;
    }
    Tensor buffer = Tensor.zeros(1, 1);
    for (int t = 0; t < 4; t++) {
        Tensor frame = clip.slice(t, t + 1);
        Tensor shifted = online.step(frame, buffer);
        IO.println("frame " + t + ": buffer " + Arrays.toString(buffer.data()) + " becomes "
                + Arrays.toString(online.memory(frame).data()) + ", out " + Arrays.toString(shifted.data()));
        buffer = online.memory(frame);
    }
    IO.println();

    // The network in the box has such a shift in ten blocks. It sees eight frames, one by one and all at once.
    TsmNetwork network = PretrainedNetwork.gestures().network();
    Tensor frames = noise(8, 3, 32, 32);
    StreamingNetwork stream = new StreamingNetwork(network);
    List<Tensor> scores = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
        scores.add(stream.next(frames.slice(t, t + 1)));
    }
    float[] whole = network.forward(frames).data();
    double difference = 0;
    for (int k = 0; k < whole.length; k++) {
        double mean = 0;
        for (Tensor score : scores) {
            mean += score.get(0, k) / 8;
        }
        difference = Math.max(difference, Math.abs(mean - whole[k]));
    }
    IO.println("the mean of eight frames is the answer to the clip: " + (difference < 1e-4));

    // All that the stream remembers:
    long numbers = 0;
    for (Tensor kept : stream.memory().buffers(network.layers())) {
        IO.println("  " + Arrays.toString(kept.shape()));
        numbers += kept.size();
    }
    IO.println("together " + numbers + " numbers; a frame has " + frames.size() / 8);
    IO.println();

    // How far back does it see? Each shifted block reads its own frame and the one before it. So a frame's answer depends
    // on one more frame with each block. Here are networks of one to four blocks. We change an old frame and look at
    // which later answers change.
    for (int blocks = 1; blocks <= 4; blocks++) {
        Layer chain = chain(blocks);
        StringBuilder line = new StringBuilder("shifted blocks: " + blocks + "; frame 0 has changed; the answer to frame");
        Tensor one = noise(8, 8, 1, 1);
        Tensor other = one.copy();
        Arrays.fill(other.data(), 0, 8, 5f);
        StreamMemory first = new StreamMemory();
        StreamMemory second = new StreamMemory();
        for (int t = 0; t < 8; t++) {
            float[] before = chain.forward(one.slice(t, t + 1), first).data();
            float[] after = chain.forward(other.slice(t, t + 1), second).data();
            line.append(" ").append(t).append(Arrays.equals(before, after) ? "=" : "#");
        }
        IO.println(line);
    }
    IO.println("# has changed, = is the same to the last bit");
}

/** Shifted convolutions, one after the other. Weights of one let everything through. */
Layer chain(int blocks) {
    Scope scope = Scope.root((name, role, shape) -> {
        Tensor ones = Tensor.zeros(shape);
        Arrays.fill(ones.data(), 1);
        return ones;
    });
    List<Function<Scope, Layer>> layers = Collections.nCopies(blocks, place -> new TemporalShift(place,
            Shift.unidirectional(8), 1, inner -> new Conv2d(inner, 8, 8, 1, ConvSpec.of(1, 0))));
    return new Sequential(scope, layers);
}

Tensor noise(int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(1);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = (float) random.nextGaussian();
    }
    return x;
}
