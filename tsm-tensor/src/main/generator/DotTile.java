import java.util.List;

/** The products of some rows with four others, lane by lane: a weight gradient's sums over pixels. */
record DotTile(String size, int rows, Product product) implements Tile {

    /** For 32 vector registers and for 16. */
    static final List<DotTile> ALL = List.of(
            new DotTile("4x4V", 4, Product.FUSED), new DotTile("2x4V", 2, Product.EITHER));

    private static final int COLUMNS = 4;

    @Override
    public String base() {
        return "gradient.DotTile";
    }

    @Override
    public String purpose() {
        return "%d rows by %d, %d sums of weight gradients.".formatted(rows, COLUMNS, rows * COLUMNS);
    }

    @Override
    public void writeBody(Source to) {
        to.line("super(%d, %d, LANES);", rows, COLUMNS);
        to.method("""
                void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                         int count, float[] sums, int sumsAt)""");
        for (int r = 0; r < rows; r++) {
            to.line("int a%d = aAt + aStarts[row%s];", r, Source.plus(r));
        }
        for (int c = 0; c < COLUMNS; c++) {
            to.line("int b%d = bAt + bStarts[column%s];", c, Source.plus(c));
        }
        for (int s = 0; s < rows * COLUMNS; s++) {
            to.line("FloatVector s%d%d = zero(V);", s / COLUMNS, s % COLUMNS);
        }
        to.line("for (int k = 0; k < count; k += LANES) {");
        for (int c = 0; c < COLUMNS; c++) {
            to.line("FloatVector y%1$d = fromArray(V, b, b%1$d + k);", c);
        }
        for (int r = 0; r < rows; r++) {
            to.line("FloatVector x%1$d = fromArray(V, a, a%1$d + k);", r);
            for (int c = 0; c < COLUMNS; c++) {
                to.line(product.statement("x" + r, "y" + c, "s" + r + c));
            }
        }
        to.line("}");
        for (int s = 0; s < rows * COLUMNS; s++) {
            to.line("fromArray(V, sums, sumsAt%1$s).add(s%2$d%3$d).intoArray(sums, sumsAt%1$s);",
                    Source.plus(s, "LANES"), s / COLUMNS, s % COLUMNS);
        }
    }
}
