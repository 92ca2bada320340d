import java.util.List;

/** Rows of packed columns by two vectors, {@code a} and {@code b}, of a product of matrices. */
record GemmKernel(String size, int rows, Product product) implements Tile {

    /** For 32 vector registers and for 16, of which with six rows C2 would keep some sums in memory. */
    static final List<GemmKernel> ALL = List.of(
            new GemmKernel("8x2V", 8, Product.FUSED), new GemmKernel("4x2V", 4, Product.EITHER));

    @Override
    public String base() {
        return "gemm.GemmKernel";
    }

    @Override
    public String purpose() {
        return "%d rows of packed panels by 2 vectors, %d sums.".formatted(rows, 2 * rows);
    }

    @Override
    public void writeBody(Source to) {
        to.line("super(\"%s\", %d, 2 * LANES);", size, rows);
        to.method("void addProduct(float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride)");
        for (int r = 0; r < rows; r++) {
            to.line("FloatVector c%da = zero(V);", r);
            to.line("FloatVector c%db = zero(V);", r);
        }
        to.line("for (int p = 0; p < depth; p++, aAt += %d, bAt += 2 * LANES) {", rows);
        to.line("FloatVector ba = fromArray(V, b, bAt);");
        to.line("FloatVector bb = fromArray(V, b, bAt + LANES);");
        for (int r = 0; r < rows; r++) {
            to.line("FloatVector a%d = broadcast(V, a[aAt%s]);", r, Source.plus(r));
            to.line(product.statement("a" + r, "ba", "c" + r + "a"));
            to.line(product.statement("a" + r, "bb", "c" + r + "b"));
        }
        to.line("}");
        for (int r = 0; r < rows; r++) {
            String at = "cAt" + Source.plus(r, "cStride");
            to.line("fromArray(V, c, %1$s).add(c%2$da).intoArray(c, %1$s);", at, r);
            to.line("fromArray(V, c, %1$s + LANES).add(c%2$db).intoArray(c, %1$s + LANES);", at, r);
        }
        to.method("""
                void copyRanges(float[] from, int fromAt, int[] sources, float[] to, int toAt, int[] targets,
                                int count)""");
        to.line("for (int i = 0; i < count; i++) {");
        to.line("int source = fromAt + sources[i];");
        to.line("int target = toAt + targets[i];");
        to.line("fromArray(V, from, source).intoArray(to, target);");
        to.line("fromArray(V, from, source + LANES).intoArray(to, target + LANES);");
        to.line("}");
    }
}
