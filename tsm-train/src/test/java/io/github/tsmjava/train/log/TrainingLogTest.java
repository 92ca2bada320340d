package io.github.tsmjava.train.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {

    private static final int STEPS = 4;
    private static final int EPOCHS = 3;

    @TempDir
    private Path folder;

    private static StepRow row(int epoch, int step) {
        int all = (epoch - 1) * STEPS + step;
        return new StepRow(all, epoch, epoch < 3 ? 0.0025 : 2.5e-4, 3.0 / all, (all % 3) / 4.0);
    }

    private static Evaluation evaluation(int epoch) {
        Confusion confusion = new Confusion(7, 5);
        for (int i = 0; i < 8; i++) {
            float[] scores = new float[7];
            scores[i % epoch] = 1;
            confusion.add(scores, i % 7);
        }
        return new Evaluation(List.of(), confusion, 2.5 / epoch);
    }

    /** Tells the log what happens from one place in training to another; 0 steps of an epoch follow its evaluation. */
    private static void tell(TrainingLog log, int from, int to) throws IOException {
        for (int place = from; place < to; place++) {
            int epoch = place / (STEPS + 1) + 1;
            int step = place % (STEPS + 1) + 1;
            if (step <= STEPS) {
                log.trained(row(epoch, step));
            } else {
                log.validated(epoch, evaluation(epoch));
            }
        }
    }

    private static TrainingLog open(Path folder, int place) throws IOException {
        return new TrainingLog(folder, STEPS, place / (STEPS + 1), place % (STEPS + 1));
    }

    private Path whole() throws IOException {
        Path whole = Files.createDirectories(folder.resolve("whole"));
        try (TrainingLog log = open(whole, 0)) {
            tell(log, 0, EPOCHS * (STEPS + 1));
            log.draw();
        }
        return whole;
    }

    @Test
    void tensorBoardIsToldAll() throws IOException {
        Map<String, Map<Long, Float>> values = TensorBoardFiles.read(whole());
        assertEquals(Set.of("loss/train", "loss/validation", "accuracy/train_top1", "accuracy/validation_top1",
                "accuracy/validation_top5", "learning_rate"), values.keySet());
        assertEquals(Set.of(4L, 8L, 12L), values.get("loss/validation").keySet());
        assertEquals(EPOCHS * STEPS, values.get("loss/train").size());
        assertEquals(0.6f, values.get("loss/train").get(5L));
        assertEquals(0.5f, values.get("accuracy/train_top1").get(5L));
        assertEquals(0.0025f, values.get("learning_rate").get(8L));
        assertEquals(2.5e-4f, values.get("learning_rate").get(9L));
        assertEquals(1.25f, values.get("loss/validation").get(8L));
        Confusion confusion = evaluation(2).confusion();
        assertEquals((float) confusion.top1(), values.get("accuracy/validation_top1").get(8L), 1e-6f);
        assertEquals((float) confusion.topK(), values.get("accuracy/validation_top5").get(8L), 1e-6f);
    }

    @Test
    void whatIsToldAgainIsThereOnce() throws IOException {
        Path whole = whole();
        Random random = new Random(5);
        for (int attempt = 0; attempt < 20; attempt++) {
            Path parts = Files.createDirectories(folder.resolve("parts" + attempt));
            int stop = 0;
            for (int run = 0; stop < EPOCHS * (STEPS + 1); run++) {
                // A checkpoint is never ahead of the log.
                int start = run == 0 ? 0 : random.nextInt(stop + 1);
                stop = run == 4 ? EPOCHS * (STEPS + 1)
                        : start + random.nextInt(EPOCHS * (STEPS + 1) - start + 1);
                try (TrainingLog log = open(parts, start)) {
                    tell(log, start, stop);
                }
                damageEnds(parts, random);
            }
            try (TrainingLog log = open(parts, stop)) {
                log.draw();
            }
            assertEquals(TensorBoardFiles.read(whole), TensorBoardFiles.read(parts), "attempt " + attempt);
            for (String file : List.of(TrainingLog.STEPS, TrainingLog.VALIDATION, TrainingLog.CURVES)) {
                assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)),
                        file);
            }
        }
    }

    /** As if the program had been killed while it wrote. */
    private static void damageEnds(Path folder, Random random) throws IOException {
        byte[] events = Files.readAllBytes(TensorBoardFiles.files(folder).getFirst());
        Files.write(TensorBoardFiles.files(folder).getLast(), Arrays.copyOf(events, random.nextInt(30)),
                StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(TrainingLog.STEPS), "1,1,0.00", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(TrainingLog.VALIDATION), "1,8,0.1,0", StandardOpenOption.APPEND);
    }

    @Test
    void rowsThatDoNotFitAreTakenOut() throws IOException {
        Files.writeString(folder.resolve(TrainingLog.VALIDATION),
                "epoch,videos,top1,top5,mean_class\n1,8,0.1,0.2,0.3\n1,8,NaN,0.1,0.2,0.3\nx,1,1,1,1,1\n9,8,1,0,0,0\n");
        try (TrainingLog log = open(folder, STEPS + 1)) {
            log.draw();
        }
        assertEquals("epoch,videos,loss,top1,top5,mean_class\n1,8,NaN,0.1,0.2,0.3\n",
                Files.readString(folder.resolve(TrainingLog.VALIDATION)));
    }

    @Test
    void thePictureShowsEveryCurve() throws IOException {
        BufferedImage image = ImageIO.read(whole().resolve(TrainingLog.CURVES).toFile());
        Set<Integer> colours = new HashSet<>();
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            colours.add(pixel & 0xffffff);
        }
        assertTrue(colours.containsAll(Set.of(0x2f6ea8, 0xd9641e, 0xf0b48c, 0x4d4d4d)));
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws IOException {
        TrainingLog log = open(folder, 0);
        log.close();
        String message = assertThrows(IOException.class, () -> log.trained(row(1, 1))).getMessage();
        assertTrue(message.startsWith(folder.resolve(TrainingLog.STEPS) + ": cannot be written: "), message);
    }
}
