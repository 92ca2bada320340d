import java.util.List;

/** Pixels by two vectors of output channels, {@code a} and {@code b}, over all quads of input channels. */
record ConvTile(String size, int pixels, Distance distance, Product product, Clamp clamp, Order order) implements Tile {

    /** Seven pixels are for 32 vector registers, four for 16. */
    static final List<ConvTile> ALL = List.of(
            new ConvTile("7x2V", 7, Distance.SIDE_BY_SIDE, Product.FUSED, Clamp.MAX_MIN, Order.FREE),
            new ConvTile("7x2VShallow", 7, Distance.SIDE_BY_SIDE, Product.FUSED, Clamp.COMPARE, Order.FREE),
            new ConvTile("7x2VStrided", 7, Distance.ANY, Product.FUSED, Clamp.MAX_MIN, Order.FREE),
            new ConvTile("4x2V", 4, Distance.SIDE_BY_SIDE, Product.FUSED, Clamp.MAX_MIN, Order.BY_CHANNEL),
            new ConvTile("4x2VStrided", 4, Distance.ANY, Product.FUSED, Clamp.MAX_MIN, Order.FREE),
            new ConvTile("4x2VMulAdd", 4, Distance.ANY, Product.SEPARATE, Clamp.MAX_MIN, Order.FREE),
            new ConvTile("1x2V", 1, Distance.ANY, Product.EITHER, Clamp.MAX_MIN, Order.FREE));

    private static final int QUAD_SIZE = 4;

    /** Where the pixels of a convolution lie in its input. */
    enum Distance {
        SIDE_BY_SIDE("side by side", "LANES"), ANY("any distance apart", "xStride");

        final String words;
        final String stride;

        Distance(String words, String stride) {
            this.words = words;
            this.stride = stride;
        }
    }

    /**
     * How results are held between two bounds. Comparisons cost half of what {@code max} and {@code min} do, but long sums
     * are slower with them, since C2 puts the rest of the loop into another order.
     */
    enum Clamp { MAX_MIN, COMPARE }

    /**
     * Whether C2 may load what the next channels need before the products of one are done. Where a single check of bounds
     * covers all four channels it does so, and with 16 registers must then keep sums in memory, which takes twice as
     * long. If it does not know how far apart channels lie, it checks one after the other, and loads as it checks.
     */
    enum Order { FREE, BY_CHANNEL }

    @Override
    public String base() {
        return "blocked.ConvTile";
    }

    @Override
    public String purpose() {
        return "%d pixels %s by 2 vectors of output channels, %d sums%s; {@code VectorTiles} gives it to compiled plans."
                .formatted(pixels, distance.words, 2 * pixels, clamp == Clamp.COMPARE ? " of few quads" : "");
    }

    @Override
    public void writeBody(Source to) {
        to.line("super(\"%s\", %d);", size, pixels);
        boolean byChannel = order == Order.BY_CHANNEL;
        to.method("""
                void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                         float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                         float[] y, int yAt, int yBlock)""");
        for (int p = 0; p < pixels; p++) {
            String at = "startAt" + Source.plus(p, "startStride");
            to.line("FloatVector y%da = fromArray(V, start, %s);", p, at);
            to.line("FloatVector y%db = fromArray(V, start, %s + startBlock);", p, at);
        }
        if (byChannel) {
            to.line("int next = channelStride;");
        }
        to.line("for (int s = 0; s < quadsEnd; s += 2) {");
        to.line("int xAt = xBase + quads[s];");
        to.line("int wAt = wBase + quads[s + 1];");
        if (product == Product.SEPARATE) {
            // For old machines, on which an unrolled loop is no faster.
            to.line("for (int c = 0; c < QUAD_SIZE; c++, xAt++, wAt += 2 * LANES) {");
            writeChannel(0, "", to);
            to.line("}");
        } else {
            for (int c = 0; c < QUAD_SIZE; c++) {
                writeChannel(c, byChannel ? Source.plus(c, "next") : Source.plus(c), to);
            }
        }
        to.line("}");
        writeEpilogue(to);
    }

    /** @param offset what is added to an index of the input */
    private void writeChannel(int c, String offset, Source to) {
        String type = c == 0 ? "FloatVector " : "";
        to.line("%swa = fromArray(V, w, wAt%s);", type, Source.plus(2 * c, "LANES"));
        to.line("%swb = fromArray(V, w, wAt%s);", type, Source.plus(2 * c + 1, "LANES"));
        for (int p = 0; p < pixels; p++) {
            to.line("%sx%d = broadcast(V, x[xAt%s%s]);", type, p, Source.plus(p, distance.stride), offset);
            for (String vector : List.of("a", "b")) {
                to.line(product.statement("x" + p, "w" + vector, "y" + p + vector));
            }
        }
    }

    private void writeEpilogue(Source to) {
        boolean compares = clamp == Clamp.COMPARE;
        to.line(compares ? "FloatVector low = broadcast(V, end.low());" : "float low = end.low();");
        to.line(compares ? "FloatVector high = broadcast(V, end.high());" : "float high = end.high();");
        to.line("FloatVector biasa = fromArray(V, end.bias(), biasAt);");
        to.line("FloatVector biasb = fromArray(V, end.bias(), biasAt + LANES);");
        for (int p = 0; p < pixels; p++) {
            for (String vector : List.of("a", "b")) {
                String sum = "y" + p + vector;
                String at = "yAt" + Source.plus(p, "LANES") + (vector.equals("b") ? " + yBlock" : "");
                if (compares) {
                    to.line("%1$s = %1$s.add(bias%2$s);", sum, vector);
                    to.line("%1$s = %1$s.blend(low, %1$s.compare(VectorOperators.LT, low));", sum);
                    to.line("%1$s.blend(high, %1$s.compare(VectorOperators.GT, high)).intoArray(y, %2$s);", sum, at);
                } else {
                    to.line("%s.add(bias%s).max(low).min(high).intoArray(y, %s);", sum, vector, at);
                }
            }
        }
    }
}
