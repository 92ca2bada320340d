package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.weights.TorchPickle.StorageReference;
import io.github.tsmjava.weights.pickle.PickleInput;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * PyTorch's zip format (1.6 and newer): the pickle is the entry {@code <root>/data.pkl}, each storage an entry
 * {@code <root>/data/<key>}.
 *
 * <p>Source: torch/serialization.py, {@code _save} and {@code _load}.
 */
final class PytorchZip {

    private static final String PICKLE = "/data.pkl";

    private final Path file;
    private final ZipDirectory zip;
    private final String root;
    private final ByteOrder order;
    private final Map<String, Storage> storages = new HashMap<>();

    private PytorchZip(Path file, ZipDirectory zip) throws CheckpointException {
        this.file = file;
        this.zip = zip;
        this.root = findRoot();
        this.order = readByteOrder();
    }

    static Contents read(Path file, FileBytes bytes, Limits limits) throws CheckpointException {
        PytorchZip archive = new PytorchZip(file, new ZipDirectory(file, bytes, limits));
        String name = archive.root + PICKLE;
        FileBytes pickle = archive.zip.read(name);
        archive.zip.verify(name, pickle);
        Object top = TorchPickle.load(file, new PickleInput(pickle.source()), limits, new HashMap<>());
        return PickledTensors.of(file, bytes.size(), top, archive::storage);
    }

    private String findRoot() throws CheckpointException {
        String found = null;
        for (String name : zip.names()) {
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                if (found != null) {
                    throw new CheckpointException(file, "expected one data.pkl in the zip archive, found %s and %s"
                            .formatted(found + PICKLE, name));
                }
                found = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (found == null) {
            throw new CheckpointException(file, "expected a PyTorch file, found a zip archive without <root>/data.pkl");
        }
        return found;
    }

    private ByteOrder readByteOrder() throws CheckpointException {
        String name = root + "/byteorder";
        if (!zip.contains(name)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        FileBytes bytes = zip.read(name);
        String text = new String(bytes.copy(0, (int) Math.min(bytes.size(), 16)), StandardCharsets.US_ASCII);
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new CheckpointException(file, "expected byte order little or big, found " + text);
        };
    }

    private Storage storage(StorageReference reference) throws CheckpointException {
        Storage storage = storages.get(reference.key());
        if (storage == null) {
            String name = root + "/data/" + reference.key();
            FileBytes bytes = zip.read(name);
            storage = new Storage(bytes, reference.dtype(), order, new Checksum(() -> zip.verify(name, bytes)));
            storages.put(reference.key(), storage);
        }
        if (storage.bytes().size() != reference.count() * reference.dtype().size()) {
            throw new CheckpointException(file, "storage %s: expected %d elements of %s, found %d bytes".formatted(
                    reference.key(), reference.count(), reference.dtype(), storage.bytes().size()));
        }
        return storage.as(reference.dtype());
    }
}
