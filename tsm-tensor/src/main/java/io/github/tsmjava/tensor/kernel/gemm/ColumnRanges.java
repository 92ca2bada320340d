package io.github.tsmjava.tensor.kernel.gemm;

import java.util.Arrays;

/**
 * The columns of a {@link Columns.Packer} as ranges that are contiguous both in the source and in a panel. The same
 * ranges serve every row of the matrix, with another base address.
 */
final class ColumnRanges {

    private final GemmKernel kernel;
    private final int panelPitch;
    private int[] sources = new int[16];
    private int[] targets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private int columns;
    private int reach;

    ColumnRanges(GemmKernel kernel, int panelPitch) {
        this.kernel = kernel;
        this.panelPitch = panelPitch;
    }

    /** Appends columns whose elements are contiguous from {@code source} on. */
    void add(int source, int length) {
        int width = kernel.columns();
        for (int done = 0; done < length; ) {
            int inPanel = columns % width;
            int part = Math.min(length - done, width - inPanel);
            if (count == sources.length) {
                sources = Arrays.copyOf(sources, 2 * count);
                targets = Arrays.copyOf(targets, 2 * count);
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            sources[count] = source + done;
            targets[count] = columns / width * panelPitch + inPanel;
            lengths[count++] = part;
            reach = Math.max(reach, source + done + width);
            done += part;
            columns += part;
        }
    }

    /** Copies row {@code row} of the panels, the sources counted from {@code base}. */
    void copy(float[] from, int base, float[] panels, int row) {
        int to = row * kernel.columns();
        if (base + reach <= from.length) {
            kernel.copyRanges(from, base, sources, panels, to, targets, count);
            return;
        }
        // The kernel would read past the array's end.
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, base + sources[i], panels, to + targets[i], lengths[i]);
        }
    }
}
