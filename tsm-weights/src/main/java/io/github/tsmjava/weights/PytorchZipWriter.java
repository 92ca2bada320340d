package io.github.tsmjava.weights;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import io.github.tsmjava.weights.pickle.Pickler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes PyTorch's zip format so that {@code torch.load(file, weights_only=True)} opens it: a dict of text, and of the
 * tensors under {@code state_dict}. Each tensor is a storage of its own, not compressed, at a multiple of 64 bytes.
 *
 * <p>Source: torch/serialization.py, {@code _save}, and caffe2/serialize/inline_container.cc.
 */
final class PytorchZipWriter {

    private static final String ROOT = "archive/";
    private static final String FORMAT_VERSION = "3\n";
    private static final String COUNTER = "num_batches_tracked";
    private static final int ALIGNMENT = 64;
    /** The bytes of a local file header without name and extra field, and of an extra field without content. */
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    /** The extra field that PyTorch pads with, as it stands in the file: {@code FB}. */
    private static final short PADDING = 0x4246;
    /** No entry says when it was written. At the very first time of the format Java would add a field of its own. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;
    private final DType type;
    private long position;

    private PytorchZipWriter(FileChannel channel, DType type) {
        this.type = type;
        zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
    }

    /** {@link Checkpoint#writePytorch}. */
    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata, DType type) throws IOException {
        NumberEncoder.require(type, tensors);
        if (metadata.containsKey(PickledTensors.STATE_DICT)) {
            throw new IllegalArgumentException("text cannot be named " + PickledTensors.STATE_DICT);
        }
        AtomicFile.write(file, channel -> new PytorchZipWriter(channel, type).write(tensors, metadata));
    }

    private void write(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        add("data.pkl", pickle(tensors, metadata));
        add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            add("data/" + key++, isCounter(tensor.getKey()) ? longs(tensor.getValue())
                    : NumberEncoder.encode(tensor.getValue(), type));
        }
        add("version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
        zip.finish();
        zip.flush();
    }

    private static boolean isCounter(String name) {
        return name.endsWith(COUNTER);
    }

    private static byte[] longs(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : tensor.data()) {
            bytes.putLong((long) number);
        }
        return bytes.array();
    }

    private byte[] pickle(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Pickler pickle = new Pickler().emptyDict().mark();
        metadata.forEach((name, text) -> pickle.text(name).text(text));
        pickle.text(PickledTensors.STATE_DICT).global("collections", "OrderedDict").emptyTuple().call().mark();
        int key = 0;
        for (Map.Entry<String, Tensor> item : tensors.entrySet()) {
            tensor(pickle.text(item.getKey()), item.getValue(), Integer.toString(key++),
                    isCounter(item.getKey()) ? "LongStorage" : storage());
        }
        return pickle.setItems().setItems().stop();
    }

    private String storage() {
        return switch (type) {
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
            default -> "FloatStorage";
        };
    }

    /** {@code _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)}. */
    private static void tensor(Pickler pickle, Tensor tensor, String key, String storage) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark().text("storage").global("torch", storage).text(key).text("cpu").integer(tensor.size()).tuple()
                .persistentId();
        pickle.integer(0).mark();
        for (int dim : tensor.shape()) {
            pickle.integer(dim);
        }
        pickle.tuple().mark();
        int stride = tensor.size();
        for (int dim : tensor.shape()) {
            stride /= Math.max(dim, 1);
            pickle.integer(stride);
        }
        pickle.tuple().isFalse().global("collections", "OrderedDict").emptyTuple().call().tuple().call();
    }

    private void add(String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        long start = position + LOCAL_HEADER + entry.getName().length() + EXTRA_HEADER;
        int padding = (int) Math.floorMod(-start, (long) ALIGNMENT);
        entry.setExtra(ByteBuffer.allocate(EXTRA_HEADER + padding).order(ByteOrder.LITTLE_ENDIAN)
                .putShort(PADDING).putShort((short) padding).array());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
        position = start + padding + bytes.length;
    }
}
