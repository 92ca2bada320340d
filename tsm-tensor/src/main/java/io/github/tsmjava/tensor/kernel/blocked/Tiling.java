package io.github.tsmjava.tensor.kernel.blocked;

import java.util.ArrayList;
import java.util.List;

/**
 * Covers the output pixels of one frame of blocked {@link Maps} with tiles, for {@link PackedConvolution} and
 * {@link Attention}. Where the pixels of a row are no multiple of a tile, the last tile overlaps the one before and
 * computes some pixels again, with the same result; rows shorter than every tile are computed pixel by pixel.
 */
final class Tiling {

    private final List<ConvTile> tiles = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();

    private Tiling() {
    }

    /**
     * @param rows    rows of pixels to cover; maps without a gap between rows may be one row
     * @param columns pixels of a row
     * @param xRow    elements in the input from one output row to the next
     * @param xColumn elements in the input from one output pixel to the next
     * @param y       output maps
     * @param start   maps of the residual, or null
     * @param kernels the tiles that suit, the largest first
     */
    static Tiling of(int rows, int columns, int xRow, int xColumn, Maps y, Maps start, List<ConvTile> kernels) {
        Tiling tiling = new Tiling();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; ) {
                ConvTile kernel = fitting(columns, columns - column, kernels);
                int from = Math.min(column, columns - kernel.pixels());
                tiling.tiles.add(kernel);
                tiling.places.add(new int[] {
                        row * xRow + from * xColumn, y.pixel(row, 0) + from * y.lanes(),
                        start == null ? 0 : start.pixel(row, 0) + from * start.lanes()});
                column = from + kernel.pixels();
            }
        }
        return tiling;
    }

    /** The largest tile that is not wider than a row; a smaller one where it suffices for the pixels that are left. */
    static ConvTile fitting(int columns, int left, List<ConvTile> kernels) {
        ConvTile chosen = kernels.getLast();
        for (ConvTile kernel : kernels) {
            if (kernel.pixels() <= columns && (chosen == kernels.getLast() || kernel.pixels() >= left)) {
                chosen = kernel;
            }
        }
        return chosen;
    }

    int count() {
        return tiles.size();
    }

    ConvTile tile(int i) {
        return tiles.get(i);
    }

    /** Where the tile's first pixel lies in a frame of the input, of the output, and of the residual. */
    int[] place(int i) {
        return places.get(i);
    }
}
