package io.github.tsmjava.video.gif;

import io.github.tsmjava.video.guard.Guard;

/**
 * The pixels of GIF frames: LZW codes of up to 12 bits. What a code stands for was written before it, so the table
 * needs only to say where.
 */
final class GifPixels {

    private static final int MAX_BITS = 12;

    private final byte[] file;
    /** In the file, and where the current block of data ends. */
    private int position;
    private int blockEnd;
    private int bits;
    private int bitCount;

    private final int[] starts = new int[1 << MAX_BITS];
    private final int[] lengths = new int[1 << MAX_BITS];

    GifPixels(byte[] file) {
        this.file = file;
    }

    /**
     * The numbers of the colours of a frame.
     *
     * @param start of its data in the file, where the size of codes is
     * @throws IllegalStateException if there are fewer pixels than so many
     */
    byte[] read(int start, int count) {
        int colourBits = file[start];
        if (colourBits < 1 || colourBits > 8) {
            throw new IllegalStateException("codes of %d bits".formatted(colourBits));
        }
        position = start + 1;
        blockEnd = position;
        bits = 0;
        bitCount = 0;
        byte[] pixels = new byte[count];
        int clear = 1 << colourBits;
        int size = colourBits + 1;
        int next = clear + 2;
        int lastStart = -1;
        int lastLength = 0;
        for (int done = 0; done < count; ) {
            Guard.check();
            int code = code(size);
            if (code == clear) {
                size = colourBits + 1;
                next = clear + 2;
                lastStart = -1;
                continue;
            }
            if (lastStart >= 0 && next < starts.length) {
                // The last string and the first pixel behind it, which this code brings.
                starts[next] = lastStart;
                lengths[next] = lastLength + 1;
                next++;
            }
            if (code == clear + 1 || code >= next) {
                throw new IllegalStateException("%d of %d pixels".formatted(done, count));
            }
            lastStart = done;
            if (code < clear) {
                lastLength = 1;
                pixels[done++] = (byte) code;
            } else {
                lastLength = lengths[code];
                int end = Math.min(count, done + lastLength);
                // Forwards: the string may reach into what is being written.
                for (int from = starts[code]; done < end; ) {
                    pixels[done++] = pixels[from++];
                }
            }
            if (next == 1 << size && size < MAX_BITS) {
                size++;
            }
        }
        return pixels;
    }

    private int code(int size) {
        while (bitCount < size) {
            if (position == blockEnd) {
                int length = file[position] & 0xff;
                if (length == 0) {
                    throw new IllegalStateException("the data of a frame end too early");
                }
                blockEnd = position + 1 + length;
                position++;
            }
            bits |= (file[position++] & 0xff) << bitCount;
            bitCount += 8;
        }
        int code = bits & (1 << size) - 1;
        bits >>>= size;
        bitCount -= size;
        return code;
    }
}
