/** How a product is added to a sum. */
enum Product {

    FUSED("%3$s = %1$s.fma(%2$s, %3$s);"),
    SEPARATE("%3$s = %1$s.mul(%2$s).add(%3$s);"),
    /** As the machine can, by a helper; for small tiles alone. */
    EITHER("%3$s = Lanes.fma(%1$s, %2$s, %3$s);");

    private final String statement;

    Product(String statement) {
        this.statement = statement;
    }

    String statement(String a, String b, String sum) {
        return statement.formatted(a, b, sum);
    }
}
