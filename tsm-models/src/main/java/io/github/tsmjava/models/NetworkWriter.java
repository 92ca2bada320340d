package io.github.tsmjava.models;

import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a network as a file, in the format that the file's name asks for.
 *
 * @param names   whose naming scheme the file follows
 * @param renamed from this project's names of the parameters to those
 * @param type    of the numbers in the file
 */
record NetworkWriter(PretrainedNetwork model, KeyFamily names, Map<String, String> renamed, DType type) {

    private static final Pattern PYTORCH_NAME = Pattern.compile("(?i)\\.(pth|pt|pth\\.tar)$");
    private static final String DATA_PARALLEL = "module.";
    private static final String LAST_OF_NORM = "running_var";

    void write(Path file) throws IOException {
        if (PYTORCH_NAME.matcher(file.toString()).find()) {
            writePytorch(file);
        } else {
            writeSafetensors(file);
        }
    }

    private void writeSafetensors(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.network().parameters()) {
            tensors.put(renamed.get(parameter.name()), parameter.tensor());
        }
        Checkpoint.writeSafetensors(file, tensors, model.metadata(), type);
    }

    /** With the prefix that the original code gives and expects, and the counters that PyTorch's batch norms have. */
    private void writePytorch(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String prefix = names == KeyFamily.MIT ? DATA_PARALLEL : "";
        for (Parameter parameter : model.network().parameters()) {
            String name = prefix + renamed.get(parameter.name());
            tensors.put(name, parameter.tensor());
            if (name.endsWith(LAST_OF_NORM)) {
                tensors.put(name.replace(LAST_OF_NORM, "num_batches_tracked"), Tensor.zeros());
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>(Map.of("arch", model.network().config().backbone().name()));
        metadata.putAll(model.metadata());
        Checkpoint.writePytorch(file, tensors, metadata, type);
    }
}
