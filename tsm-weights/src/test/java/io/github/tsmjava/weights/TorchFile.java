package io.github.tsmjava.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small PyTorch files, right or wrong, of both formats. */
final class TorchFile {

    private record StoredBytes(String storageClass, long count, byte[] bytes) {
    }

    private final Map<String, StoredBytes> storages = new LinkedHashMap<>();
    private final Map<String, Consumer<PickleWriter>> tensors = new LinkedHashMap<>();
    private final Map<String, Consumer<PickleWriter>> extras = new LinkedHashMap<>();
    private boolean bare;
    private String byteOrder;

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** 0, 1, 2, … as float32. */
    static byte[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return floats(values);
    }

    /** A network of two tensors, for tests that damage it. */
    static TorchFile small() {
        return new TorchFile().storage("0", "FloatStorage", 12, ramp(12)).storage("1", "LongStorage", 1, new byte[8])
                .tensor("module.conv1.weight", "0", 0, new long[] {2, 3, 1, 2}, 6, 2, 2, 1)
                .tensor("module.bn1.num_batches_tracked", "1", 0, new long[0])
                .extra("epoch", pickle -> pickle.integer(3));
    }

    TorchFile storage(String key, String storageClass, long count, byte[] bytes) {
        storages.put(key, new StoredBytes(storageClass, count, bytes));
        return this;
    }

    TorchFile tensor(String name, String key, long offset, long[] shape, long... strides) {
        tensors.put(name, pickle -> {
            StoredBytes storage = storages.get(key);
            pickle.global("torch._utils", "_rebuild_tensor_v2").op("((").text("storage")
                    .global("torch", storage.storageClass).text(key).text("cuda:0").integer(storage.count);
            pickle.op("NtQ").integer(offset).integers(shape).integers(strides).raw(0x89)
                    .global("collections", "OrderedDict").op(")RtR");
        });
        return this;
    }

    /** Something beside the state_dict. */
    TorchFile extra(String name, Consumer<PickleWriter> value) {
        extras.put(name, value);
        return this;
    }

    /** Something inside the state_dict. */
    TorchFile inside(String name, Consumer<PickleWriter> value) {
        tensors.put(name, value);
        return this;
    }

    /** Writes the state_dict alone. */
    TorchFile bare() {
        bare = true;
        return this;
    }

    TorchFile byteOrder(String order) {
        byteOrder = order;
        return this;
    }

    private byte[] pickle() {
        PickleWriter pickle = new PickleWriter();
        if (!bare) {
            pickle.op("}(").text("state_dict");
        }
        pickle.global("collections", "OrderedDict").op(")R(");
        tensors.forEach((name, tensor) -> tensor.accept(pickle.text(name)));
        pickle.op("u}").text("_metadata").op("}sb");
        if (!bare) {
            extras.forEach((name, value) -> value.accept(pickle.text(name)));
            pickle.op("u");
        }
        return pickle.stop();
    }

    byte[] zip(int method) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle());
        if (byteOrder != null) {
            entries.put("archive/byteorder", byteOrder.getBytes());
        }
        storages.forEach((key, storage) -> entries.put("archive/data/" + key, storage.bytes));
        entries.put("archive/version", "3\n".getBytes());
        return zip(method, entries);
    }

    static byte[] zip(int method, Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> item : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(item.getKey());
                CRC32 crc = new CRC32();
                crc.update(item.getValue());
                entry.setMethod(method);
                entry.setSize(item.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(item.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    byte[] legacy() {
        PickleWriter keys = new PickleWriter().op("](");
        storages.keySet().forEach(keys::text);
        return legacy(keys.op("e").stop());
    }

    /** @param keys the pickle that lists the storages' keys */
    byte[] legacy(byte[] keys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new PickleWriter()
                .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).stop());
        out.writeBytes(new PickleWriter().integer(1001).stop());
        out.writeBytes(new PickleWriter().op("}(").text("little_endian").raw(0x88).op("u").stop());
        out.writeBytes(pickle());
        out.writeBytes(keys);
        storages.values().forEach(storage -> {
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(storage.count).array());
            out.writeBytes(storage.bytes);
        });
        return out.toByteArray();
    }
}
