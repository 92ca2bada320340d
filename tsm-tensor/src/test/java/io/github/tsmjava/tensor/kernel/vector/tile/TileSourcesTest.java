package io.github.tsmjava.tensor.kernel.vector.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A strided tile is the plain one with another distance between its pixels. A constant distance is faster, so there are
 * two sources; a change to one that forgets the other fails here.
 */
class TileSourcesTest {

    private static final Path FOLDER = Path.of("src/main/java",
            TileSourcesTest.class.getPackageName().replace('.', '/'));

    @ParameterizedTest
    @ValueSource(strings = {"4x2V", "7x2V"})
    void stridedTilesFollowFromThePlainOnes(String tile) throws IOException {
        String plain = Files.readString(FOLDER.resolve("ConvTile" + tile + ".java"));
        String derived = plain.replace("side by side", "any distance apart")
                .replace("ConvTile" + tile, "ConvTile" + tile + "Strided")
                .replace('"' + tile + '"', '"' + tile + "-strided\"")
                .replaceAll("(x\\[xAt \\+ (?:\\d \\* )?)LANES", "$1xStride");
        assertEquals(derived, Files.readString(FOLDER.resolve("ConvTile" + tile + "Strided.java")));
    }
}
