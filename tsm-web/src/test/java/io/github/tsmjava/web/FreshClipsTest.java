package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips that nobody has seen, before the camera of a browser: the page names the gesture, at the latest a second after
 * its end. Runs with {@code -Psoak}; {@code -Dtsm.test.clips} sets how many, {@code -Dtsm.test.seed} which.
 */
@Tag("soak")
class FreshClipsTest {

    private static final int FRAMES = 16;
    private static final int SIDE = 96;

    @TempDir
    private Path folder;

    /**
     * Notes 50 times a second, for three rounds of the camera, how much the picture has changed and what is said. Before
     * and after the gesture the picture stands still.
     */
    private static final String WATCH = """
            const done = arguments[0], decision = document.getElementById("decision");
            const video = document.querySelector("video"), canvas = new OffscreenCanvas(32, 32);
            const context = canvas.getContext("2d", {willReadFrequently: true}), moments = [];
            let before = null;
            const begun = performance.now();
            const watch = () => {
              const time = performance.now() - begun;
              context.drawImage(video, 0, 0, 32, 32);
              const pixels = context.getImageData(0, 0, 32, 32).data;
              let change = 0;
              for (let i = 0; before && i < pixels.length; i++) change += Math.abs(pixels[i] - before[i]);
              before = pixels;
              moments.push({time, change, said: decision.dataset.idle === "true" ? "" : decision.textContent});
              if (time < 12600) setTimeout(watch, 20); else done(JSON.stringify(moments));
            };
            watch();
            """;

    private record Moment(double time, double change, String said) { }

    /**
     * What is said of the first gesture that is seen whole: the last name from its beginning to a second after its end;
     * empty for none.
     */
    private static String said(Moment[] moments) {
        List<Moment> moving = Arrays.stream(moments).filter(moment -> moment.change > 0).toList();
        int first = 0;
        for (int i = 1; i <= moving.size(); i++) {
            boolean pause = i == moving.size() || moving.get(i).time - moving.get(i - 1).time > 500;
            if (!pause) {
                continue;
            }
            double start = moving.get(first).time;
            double end = moving.get(i - 1).time;
            // The jump from the end of the file to its beginning is one change. A gesture at the very start may be half of one.
            if (end - start > 500 && start > 500 && moments[moments.length - 1].time > end + 1000) {
                return Arrays.stream(moments)
                        .filter(moment -> moment.time >= start && moment.time <= end + 1000 && !moment.said.isEmpty())
                        .reduce((_, later) -> later).map(Moment::said).orElse("");
            }
            first = i;
        }
        throw new AssertionError("no gesture before the camera");
    }

    @Test
    void thePageNamesThem() throws Exception {
        Browser.require();
        int count = Integer.getInteger("tsm.test.clips", 40);
        GestureSet clips = new GestureSet(count, Integer.getInteger("tsm.test.seed", 20_261), FRAMES, SIDE, Scenery.VARIED);
        int right = 0;
        try (Demo demo = Demos.serve(0, null, Map.of("gestures", PretrainedNetwork.gestures()))) {
            for (int i = 0; i < count; i++) {
                String label = Gesture.labels().get(i % Gesture.labels().size());
                List<Image> frames;
                try (Video video = clips.clip(i)) {
                    frames = video.frames(IntStream.range(0, FRAMES).toArray());
                }
                Path camera = Y4m.gesture(frames, folder.resolve("camera.y4m"));
                try (Browser browser = Browser.withCamera(demo, camera)) {
                    browser.press("notice-action");
                    browser.await("%", () -> browser.text("scores"));
                    String seen = said(new Gson().fromJson((String) browser.runAsync(WATCH), Moment[].class));
                    boolean same = seen.equals(label) || seen.isEmpty() && label.equals("no gesture");
                    right += same ? 1 : 0;
                    System.out.printf("%d: %s%s%n", i, label, same ? "" : ", seen as " + seen);
                }
            }
        }
        System.out.printf("%d of %d%n", right, count);
        assertTrue(right >= 0.9 * count, right + " of " + count);
    }
}
