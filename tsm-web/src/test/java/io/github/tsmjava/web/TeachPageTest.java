package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.prepare.GifEncoder;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.web.teach.TeachSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gestures are taught in a browser, before a camera that shows one after the other. */
class TeachPageTest {

    private static final String TOKEN = "correct-horse-battery";
    private static final List<String> GESTURES = List.of("leftwards", "nearer");
    private static final List<String> CLIPS = List.of("swipe-left.gif", "zoom-in.gif");
    private static final int STEPS = 24;
    /** On a slow machine that does much else. */
    private static final Duration LEARNING = Duration.ofMinutes(5);

    @TempDir
    private Path folder;
    private Demo served;

    @BeforeAll
    static void requireBrowser() {
        Browser.require();
    }

    private Demo demo(int port) throws Exception {
        return new Demo("127.0.0.1", port, TOKEN, Map.of("gestures", PretrainedNetwork.gestures()), new TeachSettings(
                folder.resolve("mine"), null, Decoder.JAVA, Teaching.Settings.USUAL.withSteps(STEPS)));
    }

    private Path camera() throws Exception {
        Signals signals = new Signals();
        for (int i = 0; i < CLIPS.size(); i++) {
            signals.add(i + 1, Y4m.played(Clip.frames(CLIPS.get(i)), 0.4));
        }
        return signals.write(folder.resolve("camera.y4m"));
    }

    /** Holds the button of a gesture for as long as the camera shows it. */
    private static final String HOLD = Signals.SCRIPT + """
            const [gesture, number, done] = arguments;
            (async () => {
              await after(number);
              await wait(250);
              const button = document.querySelector(`[data-gesture="${gesture}"] .record`);
              button.dispatchEvent(new PointerEvent("pointerdown", {button: 0}));
              await wait(1900);
              button.dispatchEvent(new PointerEvent("pointerup", {button: 0}));
              done("held");
            })();
            """;

    /** The pictures that a recording keeps of four seconds of a camera. */
    private static final String FOUR_SECONDS = """
            const [rate, done] = arguments;
            import("/learn/recording.js").then(({Recording}) => {
              const real = performance.now, picture = document.createElement("canvas");
              let now = 1000;
              performance.now = () => now;
              const recording = new Recording(15);
              recording.start();
              for (let i = 0; i < 4 * rate; i++) {
                now = 1000 + (i * 1000) / rate + (i % 3) - 1;
                recording.offer(picture, picture.width, picture.height);
              }
              performance.now = real;
              done(recording.pictures.length);
            });
            """;

    private static void name(Browser browser, String gesture) throws InterruptedException {
        browser.type("name", gesture);
        browser.await(gesture, () -> browser.text("gestures"));
    }

    private static void record(Browser browser, int which) {
        assertEquals("held", browser.runAsync(HOLD, GESTURES.get(which), which + 1));
    }

    private static long examples(Browser browser, String gesture) {
        return (Long) browser.run("return document.querySelectorAll('[data-gesture=\"" + gesture + "\"] .film').length");
    }

    private static void awaitExamples(Browser browser, String gesture, int count) throws InterruptedException {
        browser.await(count + ".", () -> examples(browser, gesture) + ".");
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    /** Whatever the camera's rate. */
    @Test
    void recordingsLastAsLongAsWhatTheyShow() throws Exception {
        served = demo(0);
        try (Browser browser = Browser.withoutCamera(served)) {
            for (int rate : new int[] {60, 30, 25, 24, 12, 7}) {
                long pictures = (Long) browser.runAsync(FOUR_SECONDS, rate);
                assertEquals(60, pictures, 2 + 15.0 / rate, rate + " pictures a second");
            }
        }
    }

    @Test
    void whatIsShownIsLearnedAndNamed() throws Exception {
        served = demo(0);
        try (Browser browser = Browser.withCamera(served.address().replace("/?", "/teach/?"), camera())) {
            show(browser);
            learn(browser);
            browser.press("notice-action");
            for (String gesture : GESTURES) {
                browser.await(gesture, () -> browser.text("decision"));
            }
            // Those that have just happened become examples, from which it goes on.
            browser.run("dispatchEvent(new KeyboardEvent('keydown', {code: 'Digit1', key: '!', shiftKey: true}))");
            awaitExamples(browser, GESTURES.getFirst(), 4);
            browser.run("document.querySelector('.just-now').click()");
            awaitExamples(browser, GESTURES.getFirst(), 5);
            browser.await("Learn the new examples", () -> browser.text("learn"));
            browser.press("learn");
            browser.await("Of 2 examples that were new to it", () -> browser.text("estimate"), LEARNING);
            // Of the time without a server alone.
            assertEquals(List.of(), browser.complaints().stream().filter(line -> !line.contains("CONNECTION_REFUSED")).toList());
        }
    }

    /** A clip of a gesture without its first pictures, since none is taken twice. */
    private Path file(int which, int without) throws Exception {
        List<Image> pictures = Clip.frames(CLIPS.get(which));
        return Files.write(folder.resolve(without + CLIPS.get(which)),
                GifEncoder.encode(Video.of(pictures.subList(without, pictures.size()))));
    }

    /** By a button that is held, and by files. */
    private void show(Browser browser) throws Exception {
        browser.press("notice-action");
        for (String gesture : GESTURES) {
            name(browser, gesture);
        }
        record(browser, 0);
        awaitExamples(browser, GESTURES.getFirst(), 1);
        assertNotNull(browser.attribute("learn", "disabled"), "the other one has no examples yet");
        record(browser, 1);
        awaitExamples(browser, GESTURES.getLast(), 1);
        for (int i = 0; i < 2; i++) {
            for (int which = 0; which < GESTURES.size(); which++) {
                browser.choose("[data-gesture='" + GESTURES.get(which) + "'] input[type=file]", file(which, i));
                awaitExamples(browser, GESTURES.get(which), 2 + i);
            }
        }
    }

    /** The page is loaded again, and the server ends while it learns. */
    private void learn(Browser browser) throws Exception {
        browser.reload();
        awaitExamples(browser, GESTURES.getLast(), 3);
        browser.press("learn");
        browser.await("Learns", () -> browser.text("learn-note"));
        int port = served.port();
        served.close();
        browser.await("does not answer", () -> browser.text("said"));
        served = demo(port);
        browser.await("Learn", () -> browser.text("learn"));
        awaitExamples(browser, GESTURES.getFirst(), 3);
        browser.press("learn");
        browser.await("held back from it at first", () -> browser.text("estimate"), LEARNING);
    }
}
