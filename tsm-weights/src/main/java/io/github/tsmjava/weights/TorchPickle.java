package io.github.tsmjava.weights;

import static java.util.Map.entry;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import io.github.tsmjava.weights.pickle.Arguments;
import io.github.tsmjava.weights.pickle.Constructor;
import io.github.tsmjava.weights.pickle.PickleException;
import io.github.tsmjava.weights.pickle.PickleInput;
import io.github.tsmjava.weights.pickle.RestrictedUnpickler;
import io.github.tsmjava.weights.pickle.Stateful;
import io.github.tsmjava.weights.pickle.Tuple;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickles of PyTorch files. This is the whole list of what such a file may name; a tensor comes out as a
 * {@link TensorReference}, its numbers stay in the file.
 */
final class TorchPickle {

    /**
     * A storage that the pickle points to.
     *
     * @param key   its name in the file
     * @param count its number of elements
     * @param view  the part of it that is meant, or null for all; only very old files have views
     */
    record StorageReference(String key, DType dtype, long count, StorageView view) {
    }

    record StorageView(long offset, long count) {
    }

    /** A tensor as the pickle describes it, unchecked; {@code dtype} differs from the storage's only for raw bytes. */
    record TensorReference(
            StorageReference storage, DType dtype, long offset, List<Long> shape, List<Long> strides) {
    }

    /** The name of a class that holds numbers of one type. */
    private record StorageClass(DType dtype) {
    }

    /** A NumPy number type; its state carries the byte order. */
    private static final class NumpyDType implements Stateful {
        private final DType dtype;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        NumpyDType(DType dtype) {
            this.dtype = dtype;
        }

        @Override
        public void setState(Object state) throws PickleException {
            order = ">".equals(new Arguments(Arguments.items(state)).get(1)) ? ByteOrder.BIG_ENDIAN : order;
        }
    }

    /** Stands for an object of the training loop that is of no use here. */
    private static final class Ignored implements Stateful {
        @Override
        public void setState(Object state) {
        }
    }

    private static final int LONGEST_KEY = 256;
    private static final Constructor IGNORED = arguments -> new Ignored();
    /** The training log in checkpoints of MMEngine. */
    private static final Constructor HISTORY_BUFFER = arguments -> new Ignored();
    private static final Map<String, Object> GLOBALS = globals();

    private TorchPickle() {
    }

    /**
     * Reads the pickle at the input's position.
     *
     * @param storages takes every storage the pickle points to, by key
     */
    static Object load(Path file, PickleInput in, Limits limits, Map<String, StorageReference> storages)
            throws CheckpointException {
        try {
            return new RestrictedUnpickler(in, GLOBALS, id -> {
                StorageReference storage = storage(id);
                StorageReference known = storages.putIfAbsent(storage.key(), storage);
                if (known != null && known.count() * known.dtype().size() != storage.count() * storage.dtype().size()) {
                    throw new PickleException("expected storage %s to hold %d elements, found %d elsewhere"
                            .formatted(storage.key(), known.count(), storage.count()));
                }
                return storage;
            }).load(limits.steps());
        } catch (PickleException e) {
            throw new CheckpointException(file, e.getMessage(), e);
        }
    }

    private static Map<String, Object> globals() {
        Map<String, Object> globals = new HashMap<>(Map.ofEntries(
                entry("torch._utils._rebuild_tensor", (Constructor) TorchPickle::tensor),
                entry("torch._utils._rebuild_tensor_v2", (Constructor) TorchPickle::tensor),
                entry("torch._utils._rebuild_tensor_v3", (Constructor) TorchPickle::typedTensor),
                entry("torch._utils._rebuild_parameter", (Constructor) arguments -> arguments.get(0)),
                entry("torch._utils._rebuild_parameter_with_state", (Constructor) arguments -> arguments.get(0)),
                entry("torch.Size", (Constructor) arguments -> new Tuple(Arguments.items(arguments.get(0)))),
                entry("torch.device", (Constructor) arguments -> arguments.get(0)),
                entry("collections.OrderedDict", (Constructor) TorchPickle::orderedDict),
                entry("collections.Counter", IGNORED),
                entry("_codecs.encode", (Constructor) TorchPickle::encode),
                entry("numpy.dtype", (Constructor) TorchPickle::numpyDType),
                entry("numpy.ndarray", IGNORED),
                entry("mmengine.logging.history_buffer.HistoryBuffer", HISTORY_BUFFER)));
        for (String module : List.of("numpy.core.multiarray", "numpy._core.multiarray")) {
            globals.put(module + ".scalar", (Constructor) TorchPickle::numpyScalar);
            globals.put(module + "._reconstruct", IGNORED);
        }
        for (String module : List.of("__builtin__", "builtins")) {
            globals.put(module + ".set", IGNORED);
            globals.put(module + ".getattr", (Constructor) TorchPickle::historyMethod);
        }
        Map.ofEntries(
                entry("Double", DType.F64), entry("Float", DType.F32), entry("Half", DType.F16),
                entry("BFloat16", DType.BF16), entry("Long", DType.I64), entry("Int", DType.I32),
                entry("Short", DType.I16), entry("Char", DType.I8), entry("Byte", DType.U8), entry("Bool", DType.BOOL))
                .forEach((name, dtype) -> globals.put("torch." + name + "Storage", new StorageClass(dtype)));
        for (String module : List.of("torch", "torch.storage")) {
            globals.put(module + ".UntypedStorage", new StorageClass(DType.U8));
        }
        Map.ofEntries(
                entry("float64", DType.F64), entry("double", DType.F64), entry("float32", DType.F32),
                entry("float", DType.F32), entry("float16", DType.F16), entry("half", DType.F16),
                entry("bfloat16", DType.BF16), entry("int64", DType.I64), entry("long", DType.I64),
                entry("int32", DType.I32), entry("int", DType.I32), entry("int16", DType.I16),
                entry("short", DType.I16), entry("int8", DType.I8), entry("uint8", DType.U8), entry("bool", DType.BOOL))
                .forEach((name, dtype) -> globals.put("torch." + name, dtype));
        return Map.copyOf(globals);
    }

    /** {@code ('storage', class, key, location, count)}, and in stream files a view or None. */
    private static StorageReference storage(Arguments id) throws PickleException {
        if (!"storage".equals(id.get(0))) {
            throw new PickleException("expected a persistent id that names a storage, found "
                    + Arguments.describe(id.get(0)));
        }
        DType dtype = id.get(1, StorageClass.class).dtype();
        long count = id.get(4, Long.class);
        if (count < 0 || count > Long.MAX_VALUE / dtype.size()) {
            throw new PickleException("expected a storage's number of elements, found " + count);
        }
        StorageView view = null;
        if (id.count() > 5 && id.get(5) != null) {
            Arguments parts = new Arguments(Arguments.items(id.get(5)));
            view = new StorageView(parts.get(1, Long.class), parts.get(2, Long.class));
        }
        String key = id.get(2, String.class);
        if (key.length() > LONGEST_KEY) {
            throw new PickleException("expected a storage key of at most %d characters, found %d"
                    .formatted(LONGEST_KEY, key.length()));
        }
        return new StorageReference(key, dtype, count, view);
    }

    /** {@code (storage, offset, shape, strides, …)}. */
    private static TensorReference tensor(Arguments arguments) throws PickleException {
        StorageReference storage = arguments.get(0, StorageReference.class);
        return new TensorReference(storage, storage.dtype(),
                arguments.get(1, Long.class), arguments.integers(2), arguments.integers(3));
    }

    /** {@code (storage, offset, shape, strides, requires_grad, hooks, dtype, …)}: the storage is raw bytes. */
    private static TensorReference typedTensor(Arguments arguments) throws PickleException {
        TensorReference untyped = tensor(arguments);
        return new TensorReference(untyped.storage(), arguments.get(6, DType.class),
                untyped.offset(), untyped.shape(), untyped.strides());
    }

    /** Empty, or from a list of pairs as Python 2 wrote it. */
    private static Map<Object, Object> orderedDict(Arguments arguments) throws PickleException {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (arguments.count() > 0) {
            for (Object pair : Arguments.items(arguments.get(0))) {
                Arguments keyAndValue = new Arguments(Arguments.items(pair));
                RestrictedUnpickler.put(dict, keyAndValue.get(0), keyAndValue.get(1));
            }
        }
        return dict;
    }

    /** How Python 3 writes bytes in protocol 2. */
    private static byte[] encode(Arguments arguments) throws PickleException {
        if (!"latin1".equals(arguments.get(1))) {
            throw new PickleException("expected bytes encoded as latin1 in the pickle, found another encoding");
        }
        return arguments.get(0, String.class).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The log refers to methods of its own class; no other attribute is for a file to ask for. */
    private static Object historyMethod(Arguments arguments) throws PickleException {
        if (arguments.get(0) != HISTORY_BUFFER) {
            throw new PickleException("refuses pickle global getattr: only tensors and plain containers are read");
        }
        return new Ignored();
    }

    private static Object numpyDType(Arguments arguments) throws PickleException {
        return DType.ofNumpy(arguments.get(0, String.class)).<Object>map(NumpyDType::new).orElseGet(Ignored::new);
    }

    private static Object numpyScalar(Arguments arguments) throws PickleException {
        if (!(arguments.get(0) instanceof NumpyDType type)) {
            return new Ignored();
        }
        byte[] bytes = arguments.get(1) instanceof String text
                ? text.getBytes(StandardCharsets.ISO_8859_1) : arguments.get(1, byte[].class);
        if (bytes.length != type.dtype.size()) {
            throw new PickleException("expected %d bytes of a NumPy number, found %d"
                    .formatted(type.dtype.size(), bytes.length));
        }
        return new Numbers(bytes, type.dtype, type.order).number(0);
    }
}
