package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a folder of videos to an evaluation, as users type it. */
class PrepareTest {

    @TempDir
    private Path folder;

    private Path videos;

    @BeforeEach
    void writeVideos() throws IOException {
        videos = folder.resolve("videos");
        for (String name : new String[] {"jump/a.gif", "jump/b.gif", "wave/c.gif"}) {
            Files.createDirectories(videos.resolve(name).getParent());
            ImageIO.write(new BufferedImage(60, 48, BufferedImage.TYPE_INT_RGB), "gif", videos.resolve(name).toFile());
        }
    }

    @Test
    void fromVideosToFramesToListsToAnEvaluation() throws IOException {
        Path frames = folder.resolve("frames");
        Path lists = folder.resolve("lists");
        Outcome extracted = tsm("prepare", "frames", videos, frames, "--short-side", 40);
        assertEquals("", extracted.err());
        assertEquals("3 videos written, 0 there already, 0 failed", extracted.out().strip());
        assertEquals("0 videos written, 3 there already, 0 failed",
                tsm("prepare", "frames", videos, frames, "--threads", 1).out().strip());

        Outcome listed = tsm("prepare", "labels", "folders", "--root", frames, "--output", lists);
        assertEquals("", listed.err());
        assertEquals("jump/a 1 0\njump/b 1 0\nwave/c 1 1\n", Files.readString(lists.resolve("train_videofolder.txt")));
        Outcome ofVideos = tsm("prepare", "labels", "Folders", "--root", videos, "--output", lists,
                "--format", "videos", "--validation-share", 50);
        assertEquals(0, ofVideos.exit(), ofVideos.err());
        assertTrue(Files.exists(lists.resolve("val_videos.txt")));

        Path weights = Inputs.weights(folder.resolve("w.safetensors"),
                NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, 2),
                Map.of("segments", "2", "shift_div", "8", "shift_direction", "both"));
        Outcome evaluated = tsm("eval", "--weights", weights, "--list", lists.resolve("train_videofolder.txt"),
                "--root", frames, "--labels", lists.resolve("category.txt"), "--size", 32);
        assertEquals("", evaluated.err());
        assertTrue(evaluated.out().contains("videos      3 of 3"), evaluated.out());
    }

    @Test
    void whatIsMissingIsCounted() throws IOException {
        Path annotations = Files.createDirectory(folder.resolve("annotations"));
        Files.writeString(annotations.resolve("jester-v1-labels.csv"), "Wave\nJump\n");
        Files.writeString(annotations.resolve("jester-v1-train.csv"), "a;Jump\ngone;Wave\n");
        Files.writeString(annotations.resolve("jester-v1-validation.csv"), "b;Jump\n");
        Outcome outcome = tsm("prepare", "labels", "jester", "--annotations", annotations, "--root",
                videos.resolve("jump"), "--format", "videos", "--output", folder, "--order", "file");
        assertEquals(0, outcome.exit());
        assertEquals("tsm: 1 of 2 videos are not in %s, see missing_train.txt".formatted(videos.resolve("jump")),
                outcome.err().strip());
        assertEquals("a.gif 1\n", Files.readString(folder.resolve("train_videos.txt")));
        assertEquals("gone\n", Files.readString(folder.resolve("missing_train.txt")));
    }

    @Test
    void brokenVideosAreNamed() throws IOException {
        Files.writeString(videos.resolve("bad.mp4"), "no video");
        Outcome outcome = tsm("prepare", "frames", videos, folder.resolve("frames"), "--decoder", "java");
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains("bad.mp4"), outcome.err());
        assertEquals("3 videos written, 0 there already, 1 failed", outcome.out().strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "frames V|FRAMES",
        "frames absent V|no such folder",
        "frames V OUT --name img.jpg|expected a pattern such as img_%05d.jpg",
        "frames V OUT --quality 0|--quality",
        "frames V OUT --short-side 0|--short-side",
        "labels imagenet --root V --output OUT|expected one of kinetics, something-v1",
        "labels jester --root V --output OUT|jester-v1-labels.csv",
        "labels ucf101 --root V --output OUT --split 4|--split",
        "labels folders --root V --output OUT --validation-share 100|--validation-share",
        "labels folders --root V --output OUT|none of the data set's folders of frames is here, such as jump/a",
        "labels folders --root V --output OUT --order file|--order: means nothing for folders",
        "labels folders --root V --output OUT --annotations V|--annotations: means nothing for folders",
        "labels something-v2 --root V --output OUT --split 2|--split: means nothing for something-v2",
        "labels jester --root V --output OUT --validation-share 20|--validation-share: means nothing for jester",
        "labels folders --root absent --output OUT|absent"})
    void badUsageExitsWith2AndSaysWhy(String arguments, String expected) {
        Object[] line = ("prepare " + arguments.replace("V", videos.toString())
                .replace("OUT", folder.resolve("out").toString())).split(" ");
        Outcome outcome = tsm(line);
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: ") && outcome.err().contains(expected), outcome.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
