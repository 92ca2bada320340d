package io.github.tsmjava.io;

import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Writes tensors as little-endian float32 in row-major order. */
public final class FloatWriter {

    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    public FloatWriter(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes the numbers of one tensor. */
    public void write(Tensor tensor) throws IOException {
        float[] data = tensor.data();
        for (int from = 0; from < data.length; from += CHUNK) {
            int count = Math.min(CHUNK, data.length - from);
            buffer.clear().limit(count * Float.BYTES);
            buffer.asFloatBuffer().put(data, from, count);
            writeFully(channel, buffer);
        }
    }

    /** Writes all that remains in the buffer. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
