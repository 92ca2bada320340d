package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that explains the shift, served, in a browser: clips of the reader's own. */
class LessonPageTest {

    private static final Path FIRST = Clip.FOLDER.resolve("swipe-left.gif");
    private static final Path OWN = Clip.FOLDER.resolve("zoom-in.gif");
    private static Lesson lesson;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() throws Exception {
        Browser.require();
        try (Video video = Video.open(FIRST, Decoder.JAVA)) {
            lesson = new Lesson("127.0.0.1", 0, null, Lesson.explain(
                    PretrainedNetwork.gestures(), "the network in the box",
                    PretrainedNetwork.gesturesWithoutShift(), video, "swipe-left.gif"), Decoder.JAVA);
        }
    }

    @AfterAll
    static void stop() {
        if (lesson != null) {
            lesson.close();
        }
    }

    private static String status(Browser browser) {
        return (String) browser.run("return document.querySelector('.own-status').textContent");
    }

    /** The name of the clip and what the network calls it, as the page says them. */
    private static List<?> subject(Browser browser) {
        return (List<?>) browser.run("return ['clip', 'forwards'].map(name => "
                + "document.querySelector(`[data-fill=${name}]`).textContent)");
    }

    private static String label(Path clip) throws Exception {
        return VideoClassifier.gestures().classify(clip).best().label();
    }

    /** Uses every control of the scenes once. */
    private static void useEverything(Browser browser) {
        browser.run("""
                document.querySelectorAll('main input[type=range]').forEach(input => {
                  input.value = input.max;
                  input.dispatchEvent(new Event('input', {bubbles: true}));
                });
                document.querySelectorAll('main button, main input[type=radio]').forEach(control => control.click());
                """);
    }

    private static void ready(Browser browser) throws InterruptedException {
        browser.await("true", () -> String.valueOf(browser.run("return document.documentElement.dataset.ready")));
    }

    @Test
    void aChosenFileTakesThePlaceOfTheClip() throws Exception {
        try (Browser browser = Browser.withoutCamera(lesson)) {
            ready(browser);
            assertEquals(List.of("swipe-left.gif", label(FIRST)), subject(browser));
            browser.choose("#own input[type=file]", OWN);
            browser.await("those of zoom-in.gif", () -> status(browser));
            assertEquals(List.of("zoom-in.gif", label(OWN)), subject(browser));
            assertEquals("clip", browser.run("return document.activeElement.id"));
            assertEquals(8L, browser.run("return document.querySelectorAll('main .scene').length"));
            assertEquals(1L, browser.run("return document.querySelectorAll('.grid-canvas').length"));
            useEverything(browser);
            browser.run("document.getElementById('own-back').click()");
            browser.await("swipe-left.gif", () -> subject(browser).toString());
            useEverything(browser);
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void aDroppedFileTakesThePlaceOfTheClip() throws Exception {
        try (Browser browser = Browser.withoutCamera(lesson)) {
            ready(browser);
            browser.run("""
                    const bytes = Uint8Array.from(atob('%s'), character => character.charCodeAt(0));
                    const data = new DataTransfer();
                    data.items.add(new File([bytes], '<i>my "clip".gif'));
                    dispatchEvent(new DragEvent('drop', {dataTransfer: data}));
                    """.formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(OWN))));
            browser.await("those of <i>my \"clip\".gif", () -> status(browser));
            assertEquals(List.of("<i>my \"clip\".gif", label(OWN)), subject(browser));
            assertEquals(List.of(), browser.complaints());
        }
    }

    /** WebM, which Java does not read, as a browser records it: without a length in its header. */
    @Test
    void aVideoThatTheBrowserAloneReadsTakesThePlaceOfTheClip() throws Exception {
        try (Browser browser = Browser.withoutCamera(lesson)) {
            ready(browser);
            browser.runAsync("""
                    const done = arguments[0], canvas = document.createElement('canvas');
                    canvas.width = 96;
                    canvas.height = 72;
                    const context = canvas.getContext('2d'), parts = [];
                    const recorder = new MediaRecorder(canvas.captureStream(30), {mimeType: 'video/webm'});
                    recorder.ondataavailable = event => parts.push(event.data);
                    recorder.onstop = () => {
                      window.webm = new Blob(parts, {type: 'video/webm'});
                      done(window.webm.size);
                    };
                    let x = 0;
                    const timer = setInterval(() => {
                      context.fillStyle = '#204060';
                      context.fillRect(0, 0, 96, 72);
                      context.fillStyle = '#e0a080';
                      context.fillRect(x++, 20, 24, 24);
                    }, 30);
                    recorder.start();
                    setTimeout(() => { clearInterval(timer); recorder.stop(); }, 1500);
                    """);
            String before = strip(browser);
            browser.run("""
                    const data = new DataTransfer();
                    data.items.add(new File([window.webm], 'mine.webm', {type: 'video/webm'}));
                    dispatchEvent(new DragEvent('drop', {dataTransfer: data}));
                    """);
            browser.await("those of mine.webm", () -> status(browser));
            assertEquals("mine.webm", subject(browser).getFirst());
            assertNotEquals(before, strip(browser));
        }
    }

    @Test
    void whatIsNoVideoIsSaidAndTheClipStays() throws Exception {
        try (Browser browser = Browser.withoutCamera(lesson)) {
            ready(browser);
            browser.choose("#own input[type=file]",
                    Files.writeString(folder.resolve("a.txt"), "this is no video at all"));
            browser.await("not a kind of video", () -> status(browser));
            assertEquals(List.of("swipe-left.gif", label(FIRST)), subject(browser));
            browser.run("""
                    const data = new DataTransfer();
                    data.items.add(new File([new Uint8Array(33 << 20)], 'large.mp4'));
                    dispatchEvent(new DragEvent('drop', {dataTransfer: data}));
                    """);
            browser.await("large.mp4: too large: expected at most 32 MiB", () -> status(browser));
            browser.press("own-camera");
            browser.await("No camera found", () -> status(browser));
        }
    }

    @Test
    void aRecordingTakesThePlaceOfTheClip() throws Exception {
        Path camera = Y4m.gesture(Clip.frames("zoom-in.gif"), folder.resolve("camera.y4m"));
        try (Browser browser = Browser.withCamera(lesson, camera)) {
            ready(browser);
            String before = strip(browser);
            browser.press("own-camera");
            browser.await("those of your recording", () -> status(browser));
            assertEquals("your recording", subject(browser).getFirst());
            assertNotEquals(before, strip(browser));
            assertTrue((Boolean) browser.run("return document.querySelector('#own video').srcObject === null"),
                    "the camera is given back");
            assertEquals(List.of(), browser.complaints());
        }
    }

    private static String strip(Browser browser) {
        return (String) browser.run("return document.querySelector('.screen').style.backgroundImage");
    }

    @Test
    void timesOfThisMachineAreMeasured() throws Exception {
        try (Browser browser = Browser.withoutCamera(lesson)) {
            ready(browser);
            browser.run("document.getElementById('place').scrollIntoView()");
            browser.await("Measured on this machine", () -> browser.text("times"), Duration.ofMinutes(5));
            assertEquals(List.of(), browser.complaints());
        }
    }
}
