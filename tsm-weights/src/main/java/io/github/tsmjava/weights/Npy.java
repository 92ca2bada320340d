package io.github.tsmjava.weights;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.io.FloatWriter;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's file format for one array.
 *
 * <p>Source: numpy.lib.format, versions 1.0 to 3.0.
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LENGTH_OFFSET = MAGIC.length + 2;
    private static final int NEWEST_VERSION = 3;
    /** NumPy's own limit. */
    private static final int LONGEST_HEADER = 10_000;
    private static final int ALIGNMENT = 64;

    private static final Pattern DESCR = Pattern.compile("'descr': *'([<>|=])([a-z][0-9]+)'");
    private static final Pattern FORTRAN_ORDER = Pattern.compile("'fortran_order': *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9L, ]*)\\)");

    private Npy() {
    }

    /**
     * Reads an array of numbers as float32. Float, integer and bool types of any byte order and both element orders are
     * read.
     *
     * @throws CheckpointException if the file cannot be read, is damaged, or holds something else than numbers
     */
    public static Tensor read(Path file) throws CheckpointException {
        try (FileBytes bytes = FileBytes.open(file, Limits.USUAL)) {
            return read(file, bytes);
        }
    }

    /**
     * Writes a tensor as float32 ({@code <f4}), format version 1.0. The file appears whole or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        String shape = Arrays.stream(tensor.shape()).mapToObj(dim -> dim + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
                .formatted(tensor.rank() == 1 ? shape : shape.replaceAll(",$", ""));
        int start = LENGTH_OFFSET + Short.BYTES;
        int padding = Math.floorMod(-(start + header.length() + 1), ALIGNMENT);
        byte[] line = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(start + line.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) line.length).put(line).flip();
        AtomicFile.write(file, channel -> {
            FloatWriter.writeFully(channel, bytes);
            new FloatWriter(channel).write(tensor);
        });
    }

    private static Tensor read(Path file, FileBytes bytes) throws CheckpointException {
        if (bytes.size() < LENGTH_OFFSET + Integer.BYTES || !Arrays.equals(bytes.copy(0, MAGIC.length), MAGIC)) {
            throw new CheckpointException(file, "expected an npy file, found other data or less than a header");
        }
        int version = bytes.copy(MAGIC.length, 1)[0];
        if (version < 1 || version > NEWEST_VERSION) {
            throw new CheckpointException(file, "expected npy version 1 to %d, found %d"
                    .formatted(NEWEST_VERSION, version));
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer start = ByteBuffer.wrap(bytes.copy(LENGTH_OFFSET, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? Short.toUnsignedInt(start.getShort()) : Integer.toUnsignedLong(start.getInt());
        long room = bytes.size() - LENGTH_OFFSET - lengthBytes;
        if (length > Math.min(room, LONGEST_HEADER)) {
            throw new CheckpointException(file, "expected a header of at most %d bytes, found %d"
                    .formatted(Math.min(room, LONGEST_HEADER), length));
        }
        long dataOffset = LENGTH_OFFSET + lengthBytes + length;
        String header = new String(bytes.copy(LENGTH_OFFSET + lengthBytes, (int) length), StandardCharsets.UTF_8);
        return array(file, header, bytes.slice(dataOffset, bytes.size() - dataOffset));
    }

    private static Tensor array(Path file, String header, FileBytes data) throws CheckpointException {
        Matcher descr = find(file, DESCR, header, "a 'descr' of one type, as in '<f4'");
        boolean fortran = find(file, FORTRAN_ORDER, header, "a 'fortran_order'").group(1).equals("True");
        List<Long> shape = shape(file, find(file, SHAPE, header, "a 'shape'").group(1));
        DType dtype = DType.ofNumpy(descr.group(2)).orElseThrow(() -> new CheckpointException(file,
                "expected floats, integers or bools, found " + descr.group(2)));
        ByteOrder order = switch (descr.group(1)) {
            case ">" -> ByteOrder.BIG_ENDIAN;
            case "=" -> ByteOrder.nativeOrder();
            default -> ByteOrder.LITTLE_ENDIAN;
        };
        long size = StoredTensor.size(file, "array", shape) * dtype.size();
        if (size != data.size()) {
            throw new CheckpointException(file, "expected %d bytes for shape %s, found %d"
                    .formatted(size, shape, data.size()));
        }
        Storage storage = new Storage(data, dtype, order);
        return (fortran ? StoredTensor.columnMajor(file, "array", storage, shape)
                : StoredTensor.rowMajor(file, "array", storage, shape)).load();
    }

    private static Matcher find(Path file, Pattern pattern, String header, String what) throws CheckpointException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new CheckpointException(file, "expected %s in the header, found %s".formatted(what, header.strip()));
        }
        return matcher;
    }

    private static List<Long> shape(Path file, String text) throws CheckpointException {
        List<Long> shape = new ArrayList<>();
        for (String dim : text.split("[L, ]+")) {
            if (dim.length() > 18) {
                throw new CheckpointException(file, "expected dimensions of a shape, found " + text);
            }
            if (!dim.isEmpty()) {
                shape.add(Long.parseLong(dim));
            }
        }
        return shape;
    }
}
