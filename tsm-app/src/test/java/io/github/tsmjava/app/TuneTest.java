package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.Shifting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --tune-from}: new classes for a network that knows others. */
class TuneTest {

    private static final Pattern BEST = Pattern.compile("validation top-1: best (\\S+) %, last (\\S+) %");

    @TempDir
    private Path folder;

    private Outcome tune(Path hands, Path out, String options) {
        return tsm((Object[]) ("train|--tune-from|gestures|--train-list|%1$s/list.txt|--val-list|%1$s/val.txt|"
                + "--labels|%1$s/category.txt|--out|%2$s|" + options.replace(' ', '|')).formatted(hands, out)
                .split("\\|"));
    }

    private Path hands(Object... options) {
        Path hands = folder.resolve("hands");
        assertEquals(0, tsm("gestures", "--output", hands, "--only", "swipe-left,swipe-right", "--count", 16,
                "--validation", 8).exit());
        return hands;
    }

    /** The shortest training that one can see succeed, and the same without the shift. */
    @Test
    void leftAndRightAreLearntWithinSecondsAndNotWithoutTheShift() throws IOException {
        Path hands = hands();
        Outcome tsm = tune(hands, folder.resolve("tsm"), "--epochs 3 -b 4 --lr 0.005");
        assertEquals("", tsm.err());
        assertTrue(tsm.out().startsWith("TSM-mobilenetv2: shift in 10 blocks, 8 segments, 2 classes; 3 epochs of 4 "
                + "steps of 4 videos; from the network of gestures in the box\n"), tsm.out());
        assertTrue(last(tsm) > 85, tsm.out());
        PretrainedNetwork best = PretrainedNetwork.load(folder.resolve("tsm/best.safetensors"));
        assertEquals(96, best.size());
        assertEquals(List.of("swipe left", "swipe right"), best.labels());
        Outcome classified = tsm("classify", "--weights", folder.resolve("tsm/best.safetensors"),
                "../testdata/swipe-left.gif");
        assertTrue(classified.out().lines().toList().get(1).endsWith("swipe left"), classified.out());

        Outcome tsn = tune(hands, folder.resolve("tsn"), "--epochs 3 -b 4 --lr 0.005 --no-shift");
        assertTrue(tsn.out().startsWith("TSN-mobilenetv2: a TSN, no block shifts, 8 segments, 2 classes"), tsn.out());
        assertTrue(last(tsn) < 85, tsn.out());
    }

    private static double last(Outcome outcome) {
        Matcher top1 = BEST.matcher(outcome.out());
        assertTrue(top1.find(), outcome.out());
        return Double.parseDouble(top1.group(2));
    }

    @Test
    void optionsChangeTheNetworkAndResumingKeepsIt() throws IOException {
        Path hands = hands();
        String options = "--segments 2 --no-shift --size 32 --epochs 1 -b 8";
        Outcome first = tune(hands, folder.resolve("out"), options);
        assertEquals("", first.err());
        Path checkpoint = folder.resolve("out/checkpoint.safetensors");
        PretrainedNetwork trained = PretrainedNetwork.load(checkpoint);
        assertEquals(32, trained.size());
        assertEquals(PretrainedNetwork.gestures().network().config().backbone(), trained.network().config().backbone());
        assertEquals(2, trained.network().config().segments());
        assertEquals(Shifting.NONE, trained.network().config().shifting());

        assertEquals("", tune(hands, folder.resolve("out"), options + " --resume " + checkpoint).err());
        // What the network is, size included, also stands in the checkpoint.
        assertEquals("", tune(hands, folder.resolve("out"), "--epochs 1 -b 8 --resume " + checkpoint).err());
        Outcome other = tune(hands, folder.resolve("out"), "--segments 4 --epochs 1 -b 8 --resume " + checkpoint);
        assertEquals(2, other.exit());
        assertTrue(other.err().contains("holds another network than asked for: TSN-mobilenetv2, 2 segments, 2 classes; "
                + "asked for is TSM-mobilenetv2, 4 segments, 2 classes"), other.err());
    }

    /** In a folder of its own, so in a process of its own. */
    @Test
    void aFileOfThatNameGoesFirst() throws Exception {
        Files.writeString(folder.resolve("gestures"), "no checkpoint");
        Files.writeString(folder.resolve("list.txt"), "a 3 0\nb 3 1\n");
        Files.createDirectory(folder.resolve("a"));
        Files.createDirectory(folder.resolve("b"));
        Path err = folder.resolve("err.txt");
        int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", absoluteClassPath(), Main.class.getName(),
                "train", "--tune-from", "gestures", "--train-list", "list.txt", "--out", "out", "--batch-size", "2")
                .directory(folder.toFile()).redirectError(err.toFile()).start().waitFor();
        assertEquals(2, exit);
        assertTrue(Files.readString(err).contains("tsm: gestures: "), Files.readString(err));
    }

    private static String absoluteClassPath() {
        String separator = System.getProperty("path.separator");
        return String.join(separator, Pattern.compile(Pattern.quote(separator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }
}
