import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The source of a tile: a class whose constructor is open for statements at first, until a method begins. */
final class Source {

    private static final String HEAD = """
            package %1$s;

            import static jdk.incubator.vector.FloatVector.broadcast;
            import static jdk.incubator.vector.FloatVector.fromArray;
            import static jdk.incubator.vector.FloatVector.zero;

            import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
            import io.github.tsmjava.tensor.kernel.%2$s;
            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorOperators;
            import jdk.incubator.vector.VectorSpecies;

            /** {@link %3$s}: %5$s */
            public final class %4$s extends %3$s {

            private static final VectorSpecies<Float> V = Lanes.SPECIES;
            private static final int LANES = Lanes.COUNT;

            public %4$s() {
            """;

    private final StringBuilder text = new StringBuilder();
    private final String name;
    private int depth;

    /** @param base the class that it extends, with its package below {@code kernel} */
    Source(String packageName, String base, String size, String purpose) {
        String extended = base.substring(base.indexOf('.') + 1);
        name = extended + size;
        HEAD.formatted(packageName, base, extended, name, purpose).lines().forEach(this::line);
    }

    /** Ends the constructor or method before and begins another one. */
    void method(String signature) {
        line("}");
        line("");
        line("@Override");
        line("public " + signature.strip().replaceAll("\\s+", " ") + " {");
    }

    /** A line, indented by the braces that are open. */
    void line(String format, Object... values) {
        String line = values.length == 0 ? format : format.formatted(values);
        depth -= line.startsWith("}") ? 1 : 0;
        text.append(line.isEmpty() ? "" : "    ".repeat(depth)).append(line).append('\n');
        depth += line.endsWith("{") ? 1 : 0;
    }

    /** What is added to an index for so many units: nothing, {@code " + unit"} or {@code " + 2 * unit"}. */
    static String plus(int count, String unit) {
        return count == 0 ? "" : count == 1 ? " + " + unit : " + " + count + " * " + unit;
    }

    /** What is added to an index. */
    static String plus(int count) {
        return count == 0 ? "" : " + " + count;
    }

    /** Writes the file. One that is as it was keeps its time, so that nothing is compiled again. */
    Path write(Path folder) throws IOException {
        line("}");
        line("}");
        Path file = folder.resolve(name + ".java");
        if (!Files.exists(file) || !Files.readString(file).contentEquals(text)) {
            Files.writeString(file, text);
        }
        return file;
    }
}
