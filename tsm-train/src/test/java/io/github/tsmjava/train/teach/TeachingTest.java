package io.github.tsmjava.train.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeachingTest {

    private static final Path CLIPS = Path.of("..", "..", "shared", "data", "utd-mhad", "clips");
    private static final int PERSONS = 8;

    @TempDir
    private Path folder;

    private String temporary;

    /** So that what other tests put there, at the same time, is not counted. */
    @BeforeEach
    void temporaryFilesOfItsOwn() throws IOException {
        temporary = System.setProperty("java.io.tmpdir", Files.createDirectory(folder.resolve("temporary")).toString());
    }

    @AfterEach
    void temporaryFilesOfAll() {
        System.setProperty("java.io.tmpdir", temporary);
    }

    private static Path leftAndRight(Path folder, int count) throws IOException {
        new GestureSet(List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_RIGHT), count, 0, 3, 12, 96, Scenery.PLAIN)
                .write(folder, GestureSet.Storage.GIF, () -> { });
        return folder;
    }

    @Test
    void learnsFromAFewClipsAndSaysHowWell() throws Exception {
        Path hands = leftAndRight(folder.resolve("hands"), 8);
        Path broken = Files.writeString(hands.resolve("swipe-left/broken.gif"), "GIF89a");
        Path dark = hands.resolve("swipe-right/dark");
        try (Video black = Video.of(Collections.nCopies(5, Image.of(64, 48, new byte[64 * 48 * 3])))) {
            FrameExtractor.write(black, dark, FrameFormat.DEFAULT);
        }
        List<Double> shares = Collections.synchronizedList(new ArrayList<>());
        long before = leftovers();
        Teaching.Taught taught = Teaching.fromGestures(Examples.read(hands), Teaching.Settings.USUAL.withSteps(8))
                .learn((share, _) -> shares.add(share));

        assertEquals(before, leftovers());
        assertEquals(1, shares.getLast(), 1e-6);
        assertEquals(shares.stream().sorted().toList(), shares);
        assertEquals(2, taught.failures().size());
        assertTrue(taught.failures().stream().anyMatch(line -> line.startsWith(broken.toString())), taught.failures()::toString);
        assertTrue(taught.failures().contains(dark + ": there is nothing to see: its frames are of one colour"));
        Teaching.Estimate estimate = taught.estimate().orElseThrow();
        assertEquals(2, estimate.clips());

        PretrainedNetwork network = taught.network();
        assertEquals(List.of("swipe-left", "swipe-right", "no gesture"), network.labels());
        assertTrue(network.network().config().isStreamable());
        assertEquals(8.3, network.rate(), "eight frames of a clip of 0.96 seconds");
        VideoClassifier classifier = new VideoClassifier(network, VideoClassifier.Settings.EFFICIENT.withSize(network.size()));
        GestureSet others = new GestureSet(List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_RIGHT), 8, 0, 4, 12, 96, Scenery.PLAIN);
        int right = 0;
        for (int i = 0; i < others.count(); i++) {
            try (Video clip = others.clip(i)) {
                right += classifier.classify(clip).best().index() == i % 2 ? 1 : 0;
            }
        }
        assertTrue(right >= 7, "%d of 8".formatted(right));
    }

    @Test
    void goesOnWithClipsThatCameSince() throws Exception {
        Path hands = leftAndRight(folder.resolve("hands"), 4);
        Examples first = Examples.read(hands);
        Path file = folder.resolve("hands.safetensors");
        Teaching.fromGestures(first, Teaching.Settings.USUAL.withSteps(8)).learn((_, _) -> { }).network().save(file);
        Set<Path> known = first.clips().stream().map(Examples.Example::file).collect(Collectors.toSet());
        new GestureSet(List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_RIGHT), 2, 0, 5, 12, 96, Scenery.PLAIN)
                .write(folder.resolve("more"), GestureSet.Storage.GIF, () -> { });
        for (Examples.Example clip : Examples.read(folder.resolve("more")).clips()) {
            Files.copy(clip.file(), hands.resolve(clip.file().getParent().getFileName()).resolve("later-" + clip.file().getFileName()));
        }
        Examples all = Examples.read(hands);
        Teaching.Taught taught = Teaching.goingOn(file, all, known, Teaching.Settings.USUAL.withSteps(8)).learn((_, _) -> { });
        assertEquals(all.clips().size() - known.size(), taught.estimate().orElseThrow().clips());
        assertEquals(all.labels(), taught.network().labels());
        Path others = folder.resolve("others");
        Files.createDirectories(others);
        Files.move(hands.resolve("swipe-left"), others.resolve("wave"));
        Files.move(hands.resolve("swipe-right"), others.resolve("swipe-right"));
        Examples renamed = Examples.read(others);
        assertTrue(assertThrows(IOException.class, () -> Teaching.goingOn(file, renamed, Set.of(), Teaching.Settings.USUAL))
                .getMessage().contains("it knows swipe-left, swipe-right, no gesture, the examples are of swipe-right, wave"));
    }

    private static long leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("tsm-teach-")).count();
        }
    }

    @Test
    void aClassOfBrokenClipsIsNamed() throws Exception {
        Path hands = leftAndRight(folder.resolve("hands"), 2);
        Path broken = hands.resolve("broken");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("1.gif"), "GIF89a");
        Teaching teaching = Teaching.fromGestures(Examples.read(hands), Teaching.Settings.USUAL);
        String message = assertThrows(IOException.class, () -> teaching.learn((_, _) -> { })).getMessage();
        assertTrue(message.startsWith(hands + ": no clip of broken can be used: " + broken.resolve("1.gif")), message);
    }

    @Test
    void othersBecomeNetworksThatSeeThePastAlone() throws Exception {
        Path hands = leftAndRight(folder.resolve("hands"), 2);
        Path file = folder.resolve("both-ways.safetensors");
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(18), 8, 5);
        PretrainedNetwork.of(config.build(1), Flavour.MIT, List.of(), 224).save(file);
        PretrainedNetwork start = Teaching.from(file, Examples.read(hands), Teaching.Settings.USUAL).model();
        assertEquals(Shift.unidirectional(8), start.network().config().shifting().shift());
        assertEquals(3, start.network().config().classes());
        assertEquals(128, start.size());
        PretrainedNetwork.of(NetworkConfig.tsn(new I3dBackbone(50, false), 8, 5).build(1), Flavour.MIT,
                List.of(), 64).save(file);
        assertFalse(assertThrows(IOException.class, () -> Teaching.from(file, Examples.read(hands), Teaching.Settings.USUAL))
                .getMessage().isBlank());
    }

    /** Four movements of real people that differ in direction alone: taught by some, tested on others. */
    @Test
    @Tag("soak")
    void peopleWhoTaughtNothingAreUnderstood() throws Exception {
        assumeTrue(Files.isDirectory(CLIPS), "no clips of UTD-MHAD in ../shared");
        double share = taught("odd", clip -> clip.person % 2 == 1, clip -> clip.person % 2 == 0, 64);
        assertTrue(share >= 0.8, "%.2f".formatted(share));
    }

    /** Two clips of each, by one person, tested on two others of the same. */
    @Test
    @Tag("soak")
    void twoClipsOfOneselfWillDo() throws Exception {
        assumeTrue(Files.isDirectory(CLIPS), "no clips of UTD-MHAD in ../shared");
        double sum = 0;
        for (int person = 1; person <= PERSONS; person++) {
            int who = person;
            sum += taught("person " + person, clip -> clip.person == who && clip.take <= 2,
                    clip -> clip.person == who && clip.take > 2, 8);
        }
        assertTrue(sum / PERSONS >= 0.75, "%.2f".formatted(sum / PERSONS));
    }

    private record Recorded(int person, int take) { }

    private double taught(String name, Predicate<Recorded> learned, Predicate<Recorded> tested, int count) throws Exception {
        Map<Integer, String> actions = Map.of(1, "swipe left", 2, "swipe right", 9, "circle clockwise", 10,
                "circle counter-clockwise");
        Path examples = folder.resolve(name);
        Map<Path, String> tests = new TreeMap<>();
        for (int action : actions.keySet()) {
            for (int person = 1; person <= PERSONS; person++) {
                for (int take = 1; take <= 4; take++) {
                    Path clip = CLIPS.resolve("a%02d_s%d_t%d.mp4".formatted(action, person, take)).toAbsolutePath();
                    Recorded recorded = new Recorded(person, take);
                    if (learned.test(recorded)) {
                        Path own = Files.createDirectories(examples.resolve(actions.get(action)));
                        Files.copy(clip, own.resolve(clip.getFileName()));
                    } else if (tested.test(recorded)) {
                        tests.put(clip, actions.get(action));
                    }
                }
            }
        }
        assertEquals(count, tests.size());
        long begin = System.nanoTime();
        PretrainedNetwork network = Teaching.fromGestures(Examples.read(examples), Teaching.Settings.USUAL)
                .learn((_, _) -> { }).network();
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        VideoClassifier classifier = new VideoClassifier(network, VideoClassifier.Settings.EFFICIENT.withSize(network.size()));
        int right = 0;
        for (Map.Entry<Path, String> test : tests.entrySet()) {
            right += classifier.classify(test.getKey()).best().label().equals(test.getValue()) ? 1 : 0;
        }
        System.out.printf("%s: %d of %d, learned in %d s%n", name, right, tests.size(), seconds);
        return (double) right / tests.size();
    }
}
