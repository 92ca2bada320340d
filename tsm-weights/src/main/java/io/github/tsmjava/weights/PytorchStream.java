package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.weights.TorchPickle.StorageReference;
import io.github.tsmjava.weights.pickle.Arguments;
import io.github.tsmjava.weights.pickle.PickleException;
import io.github.tsmjava.weights.pickle.PickleInput;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * PyTorch's legacy format (before 1.6), a stream of five pickles and the storages: a magic number, the format's
 * version, the writer's system, the object itself, the list of storage keys; then for each key an int64 count and that
 * many little-endian numbers. Published TSM checkpoints are such files; their suffix {@code .pth.tar} is only a name.
 *
 * <p>Source: torch/serialization.py, {@code _legacy_save} and {@code _legacy_load}.
 */
final class PytorchStream {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private PytorchStream() {
    }

    static Contents read(Path file, FileBytes bytes, Limits limits) throws CheckpointException {
        PickleInput in = new PickleInput(bytes.source());
        Map<String, StorageReference> references = new HashMap<>();
        if (!MAGIC.equals(TorchPickle.load(file, in, limits, references))) {
            throw new CheckpointException(file, "expected PyTorch's magic number first, found another pickle");
        }
        if (!(TorchPickle.load(file, in, limits, references) instanceof Long version) || version != VERSION) {
            throw new CheckpointException(file, "expected version %d of PyTorch's stream format, found another"
                    .formatted(VERSION));
        }
        TorchPickle.load(file, in, limits, references);
        Object top = TorchPickle.load(file, in, limits, references);
        Object keys = TorchPickle.load(file, in, limits, new HashMap<>());
        try {
            Map<String, Storage> storages = storages(bytes, in, keys, references);
            return PickledTensors.of(file, bytes.size(), top, reference -> find(file, storages, reference));
        } catch (PickleException e) {
            throw new CheckpointException(file, e.getMessage(), e);
        }
    }

    private static Map<String, Storage> storages(
            FileBytes bytes, PickleInput in, Object keys, Map<String, StorageReference> references)
            throws PickleException {
        Map<String, Storage> storages = new HashMap<>();
        for (Object item : Arguments.items(keys)) {
            if (!(item instanceof String key)) {
                throw new PickleException("expected text as keys of storages, found " + Arguments.describe(item));
            }
            StorageReference reference = references.get(key);
            if (reference == null) {
                throw new PickleException("expected keys of storages that tensors use, found " + key);
            }
            long count = in.int64();
            if (count != reference.count()) {
                throw new PickleException("storage %s: expected %d elements at byte %d, found %d"
                        .formatted(key, reference.count(), in.position(), count));
            }
            long size = count * reference.dtype().size();
            storages.put(reference.key(), new Storage(bytes.slice(in.skip(size), size), reference.dtype()));
        }
        return storages;
    }

    private static Storage find(Path file, Map<String, Storage> storages, StorageReference reference)
            throws CheckpointException {
        Storage storage = storages.get(reference.key());
        if (storage == null) {
            throw new CheckpointException(file, "expected storage %s after the pickles, found none"
                    .formatted(reference.key()));
        }
        return storage.as(reference.dtype());
    }
}
