package io.github.tsmjava.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a safetensors file: strictly, and checked against the file before anything is believed. */
final class SafetensorsHeader {

    /** A tensor's entry; {@code begin} and {@code end} count from the end of the header. */
    private record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {
    }

    private static final int MOST_TENSORS = 100_000;

    private final Path file;
    private final byte[] json;
    private final FileBytes data;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** @param bytes the file, at least nine bytes of it */
    SafetensorsHeader(Path file, FileBytes bytes) throws CheckpointException {
        long length = ByteBuffer.wrap(bytes.copy(0, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long room = bytes.size() - Long.BYTES;
        if (length < 0 || length > Math.min(room, Safetensors.LONGEST_HEADER)) {
            throw new CheckpointException(file, "expected a header of at most %d bytes, found a length of %s"
                    .formatted(Math.min(room, Safetensors.LONGEST_HEADER), Long.toUnsignedString(length)));
        }
        this.file = file;
        this.json = bytes.copy(Long.BYTES, (int) length);
        this.data = bytes.slice(Long.BYTES + length, room - length);
    }

    Contents read() throws CheckpointException {
        try {
            readJson();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new CheckpointException(file, "expected a header of JSON, found a mistake: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
        checkTiling();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            tensors.put(entry.name, tensor(entry));
        }
        return new Contents(tensors, metadata);
    }

    private void readJson() throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(json);
        JsonReader reader = new JsonReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        reader.setStrictness(Strictness.STRICT);
        reader.beginObject();
        boolean seenMetadata = false;
        while (reader.hasNext()) {
            String name = reader.nextName();
            boolean isMetadata = name.equals(Safetensors.METADATA);
            if (isMetadata ? seenMetadata : entries.containsKey(name)) {
                throw new CheckpointException(file, "expected each name once, found %s twice".formatted(name));
            }
            if (isMetadata) {
                seenMetadata = true;
                readMetadata(reader);
            } else {
                entries.put(name, readEntry(reader, name));
            }
            if (entries.size() > MOST_TENSORS) {
                throw new CheckpointException(file, "expected at most %d tensors, found more".formatted(MOST_TENSORS));
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new CheckpointException(file, "expected only spaces after the header, found more");
        }
    }

    private void readMetadata(JsonReader reader) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (metadata.put(key, text(reader)) != null) {
                throw new CheckpointException(file, "expected each name once, found %s twice in the metadata"
                        .formatted(key));
            }
        }
        reader.endObject();
    }

    private Entry readEntry(JsonReader reader, String name) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            switch (key) {
                case "dtype" -> dtype = once(name, key, dtype, text(reader));
                case "shape" -> shape = once(name, key, shape, integers(reader));
                case "data_offsets" -> offsets = once(name, key, offsets, integers(reader));
                default -> throw new CheckpointException(file,
                        "tensor %s: expected dtype, shape and data_offsets, found %s".formatted(name, key));
            }
        }
        reader.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new CheckpointException(file,
                    "tensor %s: expected dtype, shape and two data_offsets, found less or more".formatted(name));
        }
        String found = dtype;
        DType known = DType.ofName(dtype).orElseThrow(() -> new CheckpointException(file,
                "tensor %s: expected a dtype of %s, found %s".formatted(name, List.of(DType.values()), found)));
        return new Entry(name, known, shape, offsets.getFirst(), offsets.getLast());
    }

    private <T> T once(String name, String key, T before, T value) throws CheckpointException {
        if (before != null) {
            throw new CheckpointException(file, "tensor %s: expected %s once, found it twice".formatted(name, key));
        }
        return value;
    }

    private String text(JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.STRING) {
            throw new CheckpointException(file, "expected text at %s of the header, found %s"
                    .formatted(reader.getPath(), reader.peek()));
        }
        return reader.nextString();
    }

    private List<Long> integers(JsonReader reader) throws IOException {
        List<Long> integers = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            if (reader.peek() != JsonToken.NUMBER || integers.size() == StoredTensor.MOST_AXES) {
                throw new CheckpointException(file, "expected at most %d integers at %s of the header, found %s"
                        .formatted(StoredTensor.MOST_AXES, reader.getPath(), reader.peek()));
            }
            integers.add(reader.nextLong());
        }
        reader.endArray();
        return integers;
    }

    /** The tensors must cover the data exactly, each byte once. */
    private void checkTiling() throws CheckpointException {
        long covered = 0;
        List<Entry> inOrder = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList();
        for (Entry entry : inOrder) {
            if (entry.begin != covered || entry.end < entry.begin) {
                throw new CheckpointException(file, "tensor %s: expected data from byte %d on, found bytes %d to %d"
                        .formatted(entry.name, covered, entry.begin, entry.end));
            }
            covered = entry.end;
        }
        if (covered != data.size()) {
            throw new CheckpointException(file, "expected %d bytes of data, found %d"
                    .formatted(covered, data.size()));
        }
    }

    private StoredTensor tensor(Entry entry) throws CheckpointException {
        long size = StoredTensor.size(file, entry.name, entry.shape) * entry.dtype.size();
        if (size != entry.end - entry.begin) {
            throw new CheckpointException(file, "tensor %s: expected %d bytes for shape %s, found %d"
                    .formatted(entry.name, size, entry.shape, entry.end - entry.begin));
        }
        return StoredTensor.rowMajor(file, entry.name,
                new Storage(data.slice(entry.begin, size), entry.dtype), entry.shape);
    }
}
