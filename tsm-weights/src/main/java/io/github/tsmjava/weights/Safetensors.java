package io.github.tsmjava.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.io.FloatWriter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The safetensors format: the header's length as a little-endian int64, a header of JSON, then the numbers of all
 * tensors without gaps.
 *
 * <p>Source: huggingface/safetensors, "Format" in its README.
 */
final class Safetensors {

    static final String METADATA = "__metadata__";
    /** The reference implementation's limit. */
    static final int LONGEST_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;

    private Safetensors() {
    }

    /** {@link Checkpoint#writeSafetensors}. */
    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata, DType type)
            throws IOException {
        NumberEncoder.require(type, tensors);
        byte[] header = header(tensors, metadata, type).getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).flip();
        AtomicFile.write(file, channel -> {
            FloatWriter.writeFully(channel, start);
            FloatWriter floats = new FloatWriter(channel);
            for (Tensor tensor : tensors.values()) {
                if (type == DType.F32) {
                    floats.write(tensor);
                } else {
                    FloatWriter.writeFully(channel, ByteBuffer.wrap(NumberEncoder.encode(tensor, type)));
                }
            }
        });
    }

    private static String header(Map<String, Tensor> tensors, Map<String, String> metadata, DType type) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name(METADATA).beginObject();
                for (Map.Entry<String, String> item : metadata.entrySet()) {
                    json.name(item.getKey()).value(item.getValue());
                }
                json.endObject();
            }
            long offset = 0;
            for (Map.Entry<String, Tensor> item : tensors.entrySet()) {
                if (item.getKey().equals(METADATA)) {
                    throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
                }
                long end = offset + (long) item.getValue().size() * type.size();
                json.name(item.getKey()).beginObject().name("dtype").value(type.name()).name("shape").beginArray();
                for (int dim : item.getValue().shape()) {
                    json.value(dim);
                }
                json.endArray().name("data_offsets").beginArray().value(offset).value(end).endArray().endObject();
                offset = end;
            }
            json.endObject();
        }
        int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
        return text + " ".repeat(Math.floorMod(-length, ALIGNMENT));
    }

    static Contents read(Path file, FileBytes bytes) throws CheckpointException {
        return new SafetensorsHeader(file, bytes).read();
    }
}
