package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.StateDict;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.web.learn.LearnData.Memory;
import io.github.tsmjava.web.learn.LearnData.Streaming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The clip as a stream: what is remembered, and how far back a frame can know. */
final class Streams {

    private static final int PROBE_SIZE = 64;
    private static final int SHOWN_MAPS = 4;

    private final PretrainedNetwork model;
    private final Tensor clip;
    private final List<TemporalShift> layers;

    /** @param clip {@code [T, C, H, W]} */
    Streams(PretrainedNetwork model, Tensor clip, List<TemporalShift> layers) {
        this.model = model;
        this.clip = clip;
        this.layers = layers;
    }

    /** @param wholeClip the scores of each frame when the clip is seen as a whole */
    Streaming streaming(float[][] wholeClip) {
        StreamingNetwork stream = new StreamingNetwork(model.network());
        List<List<Tensor>> remembered = new ArrayList<>();
        List<Tensor> scores = new ArrayList<>();
        for (int t = 0; t < clip.dim(0); t++) {
            scores.add(stream.next(clip.slice(t, t + 1)));
            remembered.add(stream.memory().buffers(layers).stream().map(Tensor::copy).toList());
        }
        float[][] probabilities = new float[scores.size()][];
        float difference = 0;
        for (int t = 0; t < scores.size(); t++) {
            probabilities[t] = Softmax.softmax(Consensus.average(Tensor.concat(scores.subList(0, t + 1)), t + 1)).data();
            for (int k = 0; k < wholeClip[t].length; k++) {
                difference = Math.max(difference, Math.abs(scores.get(t).data()[k] - wholeClip[t][k]));
            }
        }
        List<Memory> memories = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            Tensor maps = Tensor.concat(remembered.stream().map(frame -> frame.get(layer)).toList());
            bytes += (long) maps.size() / maps.dim(0) * Float.BYTES;
            int shown = Math.min(SHOWN_MAPS, maps.dim(1));
            memories.add(new Memory(blocks().get(i), inputChannels(i), maps.dim(1), maps.dim(2), maps.dim(3), shown,
                    Packed.levels(Channels.framesFirst(maps, IntStream.range(0, shown).toArray()))));
        }
        return new Streaming(memories, bytes, probabilities, difference, reach());
    }

    private List<String> blocks() {
        return model.network().config().shifting().blocks();
    }

    private int inputChannels(int layer) {
        return layers.get(layer).parameters().getFirst().tensor().dim(1);
    }

    /**
     * Changes one frame after the other and looks which frames are not what they were behind each shifted block. On noise,
     * and on as many frames as it takes for the last one to have all its past.
     */
    private int[][] reach() {
        int frames = blocks().size() + 2;
        NetworkConfig config = model.network().config().withSegments(frames);
        Map<String, Tensor> parameters = model.network().parameters().stream()
                .collect(Collectors.toMap(p -> p.name(), p -> p.tensor()));
        TsmNetwork longer = config.build(new StateDict(parameters::get));
        Random random = new Random(1);
        Tensor noise = noise(random, frames);
        Tensor other = noise(random, frames);
        List<Tensor> usual = behindBlocks(longer, noise);
        int[][] earliest = new int[usual.size()][frames];
        for (int[] row : earliest) {
            Arrays.fill(row, frames);
        }
        for (int changed = 0; changed < frames; changed++) {
            Tensor x = noise.copy();
            int size = x.size() / frames;
            System.arraycopy(other.data(), changed * size, x.data(), changed * size, size);
            List<Tensor> now = behindBlocks(longer, x);
            for (int depth = 0; depth < usual.size(); depth++) {
                for (int t = 0; t < frames; t++) {
                    if (!Arrays.equals(usual.get(depth).slice(t, t + 1).data(), now.get(depth).slice(t, t + 1).data())) {
                        earliest[depth][t] = Math.min(earliest[depth][t], changed);
                    }
                }
            }
        }
        return earliest;
    }

    /** In front of the first shifted block, then behind each of them. */
    private List<Tensor> behindBlocks(TsmNetwork network, Tensor x) {
        List<Tensor> maps = new ArrayList<>();
        List<String> names = blocks().stream().map(block -> TsmNetwork.BACKBONE + "." + block).toList();
        network.forward(x, (layer, input, output) -> {
            if (names.contains(layer.name())) {
                if (maps.isEmpty()) {
                    maps.add(input.copy());
                }
                maps.add(output.copy());
            }
        });
        return maps;
    }

    private static Tensor noise(Random random, int frames) {
        Tensor noise = Tensor.zeros(frames, 3, PROBE_SIZE, PROBE_SIZE);
        for (int i = 0; i < noise.size(); i++) {
            noise.data()[i] = (float) random.nextGaussian();
        }
        return noise;
    }
}
