package io.github.tsmjava.tensor.kernel.gemm;

/** The right matrix of a product, which can be packed a block at a time. */
interface Columns {

    int columns();

    int depth();

    /**
     * The largest sensible block of depth that is not much larger than {@code wanted}; blocks begin at its multiples.
     */
    int depthChunk(int wanted);

    /** A block of neighbouring columns, ready to be packed. Used by one thread. */
    Packer packer(int firstColumn, int count, GemmKernel kernel, int panelPitch);

    /** Packs some of a matrix's columns. */
    @FunctionalInterface
    interface Packer {

        /**
         * Writes rows {@code [firstDepth, firstDepth + depth)} of the block's columns into panels: number (p, j) of
         * panel i goes to {@code panels[i * panelPitch + p * kernel.columns() + j]}. Anything may be written
         * beyond the block's last column.
         */
        void pack(int firstDepth, int depth, float[] panels);
    }
}
