import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the sources of the vector tiles, the innermost loops of convolutions and products, when the module is built.
 * A tile holds its sums in local variables, since only those stay in registers: {@code y3b} is that of pixel 3 and the
 * second vector of output channels. So its source is the same few statements for each sum. Here each stands once.
 *
 * <p>The sources obey what C2 demands. Large tiles have no helper around the arithmetic: so many calls would not all be
 * inlined, and vectors would become objects. Each sum has a load or a zero of its own: one vector shared by several would be
 * kept as an object.
 *
 * <p>Maven writes them to {@code target/generated-sources/tiles}; {@code java TileGenerator.java FOLDER} does by hand.
 */
final class TileGenerator {

    private static final String PACKAGE = "io.github.tsmjava.tensor.kernel.vector.tile";

    private static final List<List<? extends Tile>> TILES = List.of(ConvTile.ALL, GemmKernel.ALL, DotTile.ALL);

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]).resolve(PACKAGE.replace('.', '/')));
        Set<Path> written = new HashSet<>();
        for (Tile tile : TILES.stream().flatMap(List::stream).toList()) {
            Source source = new Source(PACKAGE, tile.base(), tile.size(), tile.purpose());
            tile.writeBody(source);
            written.add(source.write(folder));
        }
        // What an earlier list had would be compiled, too.
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !written.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }
}
