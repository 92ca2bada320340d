package io.github.tsmjava.tensor.kernel.gemm;

/** The right matrix {@code [depth, columns]} of a product, of which {@link Gemm} packs some columns at a time. */
interface Columns {

    int columns();

    int depth();

    /**
     * The largest sensible chunk of the depth that is not much larger than {@code wanted}; chunks begin at its
     * multiples.
     */
    int depthChunk(int wanted);

    /** Packs neighbouring columns; used by one thread. */
    Packer packer(int firstColumn, int count, GemmKernel kernel, int panelPitch);

    /** Packs some of a matrix's columns. */
    @FunctionalInterface
    interface Packer {

        /**
         * Writes rows {@code [firstDepth, firstDepth + depth)} of the columns into panels: element (p, j) of panel i
         * goes to {@code panels[i * panelPitch + p * kernel.columns() + j]}. Anything may be written after the last
         * column.
         */
        void pack(int firstDepth, int depth, float[] panels);
    }
}
