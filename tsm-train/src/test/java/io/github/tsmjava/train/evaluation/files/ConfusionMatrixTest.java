package io.github.tsmjava.train.evaluation.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {

    @TempDir
    private Path folder;

    @Test
    void countsAsCsv() throws IOException {
        Confusion confusion = new Confusion(2, 1);
        confusion.add(new float[] {1, 0}, 0);
        confusion.add(new float[] {1, 0}, 1);
        confusion.add(new float[] {1, 0}, 1);
        Path file = folder.resolve("confusion.csv");
        ConfusionMatrix.writeCsv(file, confusion, List.of("one, \"two\"", "three"));
        assertEquals("""
                true \\ predicted,"one, ""two""\",three\r
                "one, ""two""\",1,0\r
                three,2,0\r
                """, Files.readString(file));
        assertThrows(IOException.class, () -> ConfusionMatrix.writeCsv(folder, confusion, List.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 27, 174})
    void sharesAsPicture(int classes) throws IOException {
        Confusion confusion = new Confusion(classes, 1);
        for (int label = 0; label < classes; label++) {
            float[] scores = new float[classes];
            scores[label * label % classes] = 1;
            confusion.add(scores, label);
        }
        Path file = folder.resolve("confusion.png");
        ConfusionMatrix.writePng(file, confusion, IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
        BufferedImage image = ImageIO.read(file.toFile());
        assertTrue(image.getWidth() >= 12 * classes && image.getWidth() == image.getHeight(), image.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 500})
    void longNamesLeaveRoomForTheCells(int length) throws IOException {
        Confusion confusion = new Confusion(2, 1);
        confusion.add(new float[] {1, 0}, 0);
        confusion.add(new float[] {0, 1}, 1);
        Path file = folder.resolve("confusion.png");
        ConfusionMatrix.writePng(file, confusion, List.of("W".repeat(length), "b"));
        BufferedImage image = ImageIO.read(file.toFile());
        long blue = IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == 0xff6baed6).count();
        // Two cells of 30 pixels a side at least, less what is printed on them.
        assertTrue(blue > 1500, "%d pixels of %s".formatted(blue, image));
    }
}
