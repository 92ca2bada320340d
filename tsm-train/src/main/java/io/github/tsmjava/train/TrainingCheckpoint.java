package io.github.tsmjava.train;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A training that can be resumed: one safetensors file that also serves wherever a network is asked for. Beside the
 * network's parameters it holds the velocities, named {@code optimizer.velocity.} and the parameter, and in its
 * metadata the state, the settings and a checksum, named {@code training.}.
 *
 * <p>{@link Trainer#resume} goes on with it.
 */
public final class TrainingCheckpoint {

    private static final String VELOCITY = "optimizer.velocity.";
    private static final String EPOCH = "training.epoch";
    private static final String STEP = "training.step";
    private static final String BEST = "training.best";
    private static final String SETTING = "training.setting.";
    private static final int CHUNK = 1 << 16;
    private static final String CHECKSUM = "training.checksum";

    private final Path file;
    private final PretrainedNetwork model;
    private final Map<String, Tensor> velocities;
    private final TrainingState state;
    private final Map<String, String> settings;

    /**
     * @param velocities by the names of their parameters
     * @param settings   what may not change, by name
     */
    TrainingCheckpoint(Path file, PretrainedNetwork model, Map<String, Tensor> velocities, TrainingState state,
                       Map<String, String> settings) {
        this.file = file;
        this.model = model;
        this.velocities = velocities;
        this.state = state;
        this.settings = settings;
    }

    /** Where it was read from. */
    public Path file() {
        return file;
    }

    /** The network as it was then. */
    public PretrainedNetwork model() {
        return model;
    }

    /** The settings that may not change when training is resumed, by name. */
    public Map<String, String> settings() {
        return settings;
    }

    Map<String, Tensor> velocities() {
        return velocities;
    }

    TrainingState state() {
        return state;
    }

    /** {@link TrainingSettings#newClassifier} of the training that wrote it, which no command line says. */
    public boolean hasNewClassifier() {
        return Boolean.parseBoolean(settings.get(TrainingSettings.NEW_CLASSIFIER));
    }

    /** Writes the file, whole or not at all. Equal states give equal bytes. */
    void write() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.network().parameters()) {
            tensors.put(parameter.name(), parameter.tensor());
        }
        velocities.forEach((name, velocity) -> tensors.put(VELOCITY + name, velocity));
        Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
        metadata.put(EPOCH, Integer.toString(state.epoch()));
        metadata.put(STEP, Integer.toString(state.step()));
        metadata.put(BEST, Double.toString(state.best()));
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        metadata.put(CHECKSUM, checksum(tensors, metadata));
        Checkpoint.writeSafetensors(file, tensors, metadata);
    }

    /**
     * Reads what a trainer has written.
     *
     * @throws CheckpointException in one line, if the file is damaged or no checkpoint of a training
     */
    public static TrainingCheckpoint read(Path file) throws IOException {
        PretrainedNetwork model = PretrainedNetwork.load(file);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, String> metadata = checkpoint.metadata();
            TrainingState state = new TrainingState(count(file, metadata, EPOCH), count(file, metadata, STEP),
                    share(file, metadata));
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Map<String, Tensor> velocities = new LinkedHashMap<>();
            for (TensorInfo info : checkpoint.tensors()) {
                Tensor tensor = checkpoint.tensor(info.name());
                tensors.put(info.name(), tensor);
                if (info.name().startsWith(VELOCITY)) {
                    velocities.put(info.name().substring(VELOCITY.length()), tensor);
                }
            }
            requireIntact(file, tensors, metadata);
            Map<String, String> settings = new TreeMap<>();
            metadata.forEach((name, value) -> {
                if (name.startsWith(SETTING)) {
                    settings.put(name.substring(SETTING.length()), value);
                }
            });
            return new TrainingCheckpoint(file, model, velocities, state, settings);
        }
    }

    /** Checkpoints of older versions have no checksum. */
    private static void requireIntact(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws CheckpointException {
        String expected = metadata.get(CHECKSUM);
        String found = expected == null ? null : checksum(tensors, metadata);
        if (!Objects.equals(expected, found)) {
            throw new CheckpointException(file, "expected checksum %s, found %s: the file was damaged"
                    .formatted(expected, found));
        }
    }

    /** Of all tensors and texts but itself, with their names, in the order of the file. */
    private static String checksum(Map<String, Tensor> tensors, Map<String, String> metadata) {
        CRC32C crc = new CRC32C();
        metadata.forEach((name, value) -> {
            if (!name.equals(CHECKSUM)) {
                crc.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tensors.forEach((name, tensor) -> {
            crc.update(name.getBytes(StandardCharsets.UTF_8));
            float[] elements = tensor.data();
            for (int from = 0; from < elements.length; from += CHUNK) {
                int count = Math.min(CHUNK, elements.length - from);
                bytes.asFloatBuffer().put(elements, from, count);
                crc.update(bytes.array(), 0, count * Float.BYTES);
            }
        });
        return "%08x".formatted(crc.getValue());
    }

    private static int count(Path file, Map<String, String> metadata, String name) throws CheckpointException {
        String text = metadata.get(name);
        if (text == null || !text.matches("\\d{1,9}")) {
            throw new CheckpointException(file, "expected the checkpoint of a training, found %s %s"
                    .formatted(text == null ? "no" : "\"" + text + "\" as its", name));
        }
        return Integer.parseInt(text);
    }

    private static double share(Path file, Map<String, String> metadata) throws CheckpointException {
        String text = metadata.getOrDefault(BEST, "");
        if (!text.matches("\\d\\.\\d{1,20}(E-\\d{1,2})?") || Double.parseDouble(text) > 1) {
            throw new CheckpointException(file, "expected an accuracy as %s, found \"%s\"".formatted(BEST, text));
        }
        return Double.parseDouble(text);
    }
}
