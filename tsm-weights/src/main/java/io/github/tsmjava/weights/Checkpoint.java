package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of named tensors: a PyTorch checkpoint of either format, or safetensors.
 *
 * <p>Opening reads and checks the names, shapes and places of all tensors; {@link #tensor} reads their numbers. A file
 * may be cut or overwritten meanwhile: that is an error in one line, or other numbers. Names are those of the file. A
 * checkpoint may be read by many threads until it is closed; the tensors it gave out stay valid after that.
 *
 * <p>The file is not trusted: pickles are read by a reader that can call nothing, and every size is checked against the
 * file before memory is allocated for it.
 */
public final class Checkpoint implements AutoCloseable {

    /** How a file is built. */
    public enum Format {
        /** PyTorch 1.6 and newer. */
        PYTORCH_ZIP,
        /** PyTorch before 1.6: a stream of pickles and storages. */
        PYTORCH_LEGACY,
        SAFETENSORS
    }

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] PICKLE_PROTOCOL = {(byte) 0x80};
    /** A pickle of protocol 1 starts with its first value; the stream format's is a decimal integer. */
    private static final byte[] MAGIC_AS_TEXT = "L119547037146038801333356L".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int TAR_OFFSET = 257;
    private static final int SAFETENSORS_JSON_OFFSET = 8;

    private final Path file;
    private final Format format;
    private final FileBytes bytes;
    private final Contents contents;
    private volatile boolean closed;

    private Checkpoint(Path file, Format format, FileBytes bytes, Contents contents) {
        this.file = file;
        this.format = format;
        this.bytes = bytes;
        this.contents = contents;
    }

    /**
     * Opens a file. Its format is found from its first bytes, never from its name.
     *
     * @throws CheckpointException if the file cannot be read, is none of the formats, is damaged, or names a pickle
     *                             global that tensors do not need
     */
    public static Checkpoint open(Path file) throws CheckpointException {
        return open(file, Limits.USUAL);
    }

    /** {@link #open(Path)} with other limits: of bytes, of what is unpacked from them, and of a pickle's steps. */
    public static Checkpoint open(Path file, Limits limits) throws CheckpointException {
        FileBytes bytes = FileBytes.open(file, limits);
        try {
            return read(file, bytes, limits);
        } catch (Throwable failure) {
            bytes.close();
            throw failure;
        }
    }

    /**
     * Reads a file that is in memory, as a resource or an upload is.
     *
     * @param file what messages call it; need not be there
     * @throws CheckpointException as {@link #open}
     */
    public static Checkpoint read(Path file, byte[] bytes) throws CheckpointException {
        return read(file, FileBytes.of(file, bytes), Limits.USUAL);
    }

    /** {@link #writeSafetensors(Path, Map, Map, TensorInfo.DType)} with float32. */
    public static void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        writeSafetensors(file, tensors, metadata, TensorInfo.DType.F32);
    }

    /**
     * Writes tensors into a safetensors file. Equal arguments give equal bytes; the file appears whole or not at all.
     *
     * @param tensors  by name, written in the map's order
     * @param metadata text about the file, written in the map's order; may be empty
     * @param type     {@link TensorInfo.DType#F32}, or F16 or BF16, to which numbers are rounded
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, or the type cannot hold a number
     * @throws IOException              in one line that names the file, if it cannot be written
     */
    public static void writeSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata,
                                        TensorInfo.DType type) throws IOException {
        Safetensors.write(file, tensors, metadata, type);
    }

    /** {@link #writePytorch(Path, Map, Map, TensorInfo.DType)} with float32. */
    public static void writePytorch(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        writePytorch(file, tensors, metadata, TensorInfo.DType.F32);
    }

    /**
     * Writes tensors into a zip file of PyTorch's that {@code torch.load(file, weights_only=True)} opens: a dict of text,
     * and of the tensors under {@code state_dict}. Numbers called {@code num_batches_tracked}, which PyTorch counts in, are
     * int64. Equal arguments give equal bytes; the file appears whole or not at all.
     *
     * @param tensors  by name, written in the map's order
     * @param metadata text beside {@code state_dict}, written in the map's order; may be empty
     * @param type     {@link TensorInfo.DType#F32}, or F16 or BF16, to which all other numbers are rounded
     * @throws IllegalArgumentException if text is named {@code state_dict}, or the type cannot hold a number
     * @throws IOException              in one line that names the file, if it cannot be written
     */
    public static void writePytorch(Path file, Map<String, Tensor> tensors, Map<String, String> metadata,
                                    TensorInfo.DType type) throws IOException {
        PytorchZipWriter.write(file, tensors, metadata, type);
    }

    private static Checkpoint read(Path file, FileBytes bytes, Limits limits) throws CheckpointException {
        Format format = formatOf(file, bytes);
        Contents contents = switch (format) {
            case PYTORCH_ZIP -> PytorchZip.read(file, bytes, limits);
            case PYTORCH_LEGACY -> PytorchStream.read(file, bytes, limits);
            case SAFETENSORS -> Safetensors.read(file, bytes);
        };
        return new Checkpoint(file, format, bytes, contents);
    }

    private static Format formatOf(Path file, FileBytes bytes) throws CheckpointException {
        if (startsWith(bytes, 0, ZIP) || startsWith(bytes, 0, EMPTY_ZIP)) {
            return Format.PYTORCH_ZIP;
        }
        if (startsWith(bytes, TAR_OFFSET, TAR)) {
            throw new CheckpointException(file, "expected a zip, stream or safetensors file, found a tar archive"
                    + " (PyTorch before 0.2); save it again with a newer PyTorch");
        }
        // Before the pickles: the length in front of a safetensors header can begin with any byte.
        if (startsWith(bytes, SAFETENSORS_JSON_OFFSET, new byte[] {'{'})) {
            return Format.SAFETENSORS;
        }
        if (startsWith(bytes, 0, MAGIC_AS_TEXT)
                || startsWith(bytes, 0, PICKLE_PROTOCOL)) {
            return Format.PYTORCH_LEGACY;
        }
        throw new CheckpointException(file, "expected a PyTorch checkpoint or safetensors, found "
                + describeStart(bytes));
    }

    private static boolean startsWith(FileBytes bytes, long offset, byte[] expected) throws CheckpointException {
        return bytes.size() >= offset + expected.length
                && Arrays.equals(bytes.copy(offset, expected.length), expected);
    }

    private static String describeStart(FileBytes bytes) throws CheckpointException {
        byte[] start = bytes.copy(0, (int) Math.min(bytes.size(), 12));
        return start.length == 0 ? "an empty file"
                : "a file that starts with \"%s\"".formatted(new String(start, StandardCharsets.US_ASCII));
    }

    /** Where it was opened. */
    public Path file() {
        return file;
    }

    /** How the file is built. */
    public Format format() {
        return format;
    }

    /** All tensors in the order of the file. */
    public List<TensorInfo> tensors() {
        return contents.tensors().values().stream().map(StoredTensor::info).toList();
    }

    /**
     * Reads one tensor as float32; other number types are converted, int64 too.
     *
     * @param name a name as in {@link #tensors}
     * @throws CheckpointException   if there is no such tensor, or its numbers do not match the file's checksum
     * @throws IllegalStateException if the checkpoint is closed
     */
    public Tensor tensor(String name) throws CheckpointException {
        if (closed) {
            throw new IllegalStateException(file + ": the checkpoint is closed");
        }
        StoredTensor tensor = contents.tensors().get(name);
        if (tensor == null) {
            throw new CheckpointException(file, "expected a tensor %s, found none of that name".formatted(name));
        }
        return tensor.load();
    }

    /** The text of safetensors' {@code __metadata__}, or the scalars beside a PyTorch file's {@code state_dict}. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(contents.metadata());
    }

    @Override
    public void close() {
        closed = true;
        bytes.close();
    }

    /**
     * What a file says about one of its tensors.
     *
     * @param name  the name in the file
     * @param dtype the number type in the file
     * @param shape the dimensions; empty for a scalar
     */
    public record TensorInfo(String name, DType dtype, List<Integer> shape) {

        /** The number types found in weights files, under the names safetensors gives them. All are read as float32. */
        public enum DType {
            F64("f8", 8), F32("f4", 4), F16("f2", 2), BF16("", 2),
            I64("i8", 8), I32("i4", 4), I16("i2", 2), I8("i1", 1), U8("u1", 1), BOOL("b1", 1);

            private final String numpy;
            private final int size;

            DType(String numpy, int size) {
                this.numpy = numpy;
                this.size = size;
            }

            /** Bytes per number. */
            public int size() {
                return size;
            }

            /** The type of a NumPy code such as {@code f4}, without its byte order. */
            static Optional<DType> ofNumpy(String code) {
                for (DType dtype : values()) {
                    if (!code.isEmpty() && dtype.numpy.equals(code)) {
                        return Optional.of(dtype);
                    }
                }
                return Optional.empty();
            }

            /** The type of a safetensors name such as {@code BF16}. */
            static Optional<DType> ofName(String name) {
                for (DType dtype : values()) {
                    if (dtype.name().equals(name)) {
                        return Optional.of(dtype);
                    }
                }
                return Optional.empty();
            }
        }

        public TensorInfo {
            shape = List.copyOf(shape);
        }

        public TensorInfo(String name, DType dtype, int... shape) {
            this(name, dtype, Arrays.stream(shape).boxed().toList());
        }

        /** The number of elements: the product of the dimensions. */
        public long size() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }
    }
}
