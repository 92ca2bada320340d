package io.github.tsmjava.weights;

import io.github.tsmjava.weights.TorchPickle.StorageReference;
import io.github.tsmjava.weights.TorchPickle.StorageView;
import io.github.tsmjava.weights.TorchPickle.TensorReference;
import io.github.tsmjava.weights.pickle.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the tensors and the scalars in what a PyTorch file unpickled to.
 *
 * <p>The tensors are the dict under {@code state_dict}; without one the top level itself if it holds tensors, else the
 * only dict below it that does. Everything that is neither a tensor nor a scalar of the top level is skipped.
 */
final class PickledTensors {

    /** Where the storages are. */
    @FunctionalInterface
    interface Storages {
        Storage find(StorageReference reference) throws CheckpointException;
    }

    static final String STATE_DICT = "state_dict";
    private static final int KEYS_SHOWN = 10;
    private static final int MOST_TENSORS = 100_000;
    /** Tensors may share a storage, so their sum is limited: elements for each byte of the file, and some to spare. */
    private static final int ELEMENTS_PER_BYTE = 4;
    private static final int SPARE_ELEMENTS = 1 << 20;
    /** Tensors with scattered elements may read the same bytes; so often on average. */
    private static final int SCATTERED_PER_BYTE = 16;

    private final Path file;
    private final Storages storages;
    private long elements;
    private long scattered;

    private PickledTensors(Path file, long fileSize, Storages storages) {
        this.file = file;
        this.storages = storages;
        this.elements = ELEMENTS_PER_BYTE * fileSize + SPARE_ELEMENTS;
        this.scattered = SCATTERED_PER_BYTE * fileSize + SPARE_ELEMENTS;
    }

    /**
     * @param unpickled the file's top-level object
     * @param fileSize  bytes, the measure for how much the tensors may hold together
     */
    static Contents of(Path file, long fileSize, Object unpickled, Storages storages) throws CheckpointException {
        if (!(unpickled instanceof Map<?, ?> top)) {
            throw new CheckpointException(file, "expected a dict of tensors, found " + Arguments.describe(unpickled));
        }
        PickledTensors reader = new PickledTensors(file, fileSize, storages);
        Map<?, ?> named = reader.findTensors(top);
        return new Contents(reader.tensors(named), named == top ? Map.of() : reader.scalars(top));
    }

    private Map<?, ?> findTensors(Map<?, ?> top) throws CheckpointException {
        if (top.get(STATE_DICT) instanceof Map<?, ?> dict && holdsTensors(dict)) {
            return dict;
        }
        if (holdsTensors(top)) {
            return top;
        }
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Map<?, ?>> candidates = new ArrayList<>();
        for (Object value : top.values()) {
            if (value instanceof Map<?, ?> dict && seen.add(dict) && holdsTensors(dict)) {
                candidates.add(dict);
            }
        }
        if (candidates.size() != 1) {
            throw new CheckpointException(file, "expected a dict of tensors under state_dict, found %d dicts of tensors"
                    .formatted(candidates.size())
                    + " under " + top.keySet().stream().limit(KEYS_SHOWN).map(PickledTensors::text).toList());
        }
        return candidates.getFirst();
    }

    private static boolean holdsTensors(Map<?, ?> dict) {
        return dict.values().stream().anyMatch(TensorReference.class::isInstance);
    }

    private Map<String, StoredTensor> tensors(Map<?, ?> named) throws CheckpointException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> item : named.entrySet()) {
            if (!(item.getValue() instanceof TensorReference reference)) {
                continue;
            }
            if (!(item.getKey() instanceof String name)) {
                throw new CheckpointException(file, "expected text as a tensor's name, found "
                        + Arguments.describe(item.getKey()));
            }
            if (tensors.size() == MOST_TENSORS) {
                throw new CheckpointException(file, "expected at most %d tensors, found more".formatted(MOST_TENSORS));
            }
            tensors.put(name, tensor(name, reference));
        }
        return tensors;
    }

    private StoredTensor tensor(String name, TensorReference reference) throws CheckpointException {
        Storage storage = storages.find(reference.storage());
        StorageView view = reference.storage().view();
        if (view != null) {
            if (view.offset() < 0 || view.count() < 0 || view.count() > storage.count() - view.offset()) {
                throw new CheckpointException(file, "tensor %s: expected a view inside %d elements, found %d from %d on"
                        .formatted(name, storage.count(), view.count(), view.offset()));
            }
            storage = storage.slice(view.offset(), view.count());
        }
        StoredTensor tensor = StoredTensor.of(file, name, storage.as(reference.dtype()),
                reference.offset(), reference.shape(), reference.strides());
        elements -= tensor.info().size();
        scattered -= tensor.scatteredBytes();
        if (elements < 0 || scattered < 0) {
            throw new CheckpointException(file, "tensor %s: expected elements in proportion to the file, found too many"
                    .formatted(name));
        }
        return tensor;
    }

    private Map<String, String> scalars(Map<?, ?> top) throws CheckpointException {
        Map<String, String> scalars = new LinkedHashMap<>();
        for (Map.Entry<?, ?> item : top.entrySet()) {
            if (!(item.getKey() instanceof String key)) {
                continue;
            }
            Object value = item.getValue();
            if (value instanceof TensorReference reference && reference.shape().stream().allMatch(dim -> dim == 1)) {
                value = tensor(key, reference).first();
            }
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                scalars.put(key, value.toString());
            }
        }
        return scalars;
    }

    private static String text(Object key) {
        return key instanceof String name ? name : Arguments.describe(key);
    }
}
