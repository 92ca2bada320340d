package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a browser. */
class PageTest {

    private static final String TOKEN = "correct-horse-battery";

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireBrowser() {
        Browser.require();
    }

    private static Demo demo(int port, String token) throws Exception {
        Map<String, PretrainedNetwork> networks = new LinkedHashMap<>();
        networks.put("gestures", PretrainedNetwork.gestures());
        networks.put("the same again", PretrainedNetwork.gestures());
        return Demos.serve(port, token, networks);
    }

    /** A clip before the camera gets the name that the classifier of whole clips gives it. */
    @ParameterizedTest
    @ValueSource(strings = {"swipe-left", "zoom-in", "turn-clockwise", "shake"})
    void aGestureBeforeTheCameraIsNamed(String clip) throws Exception {
        List<Image> frames = Clip.frames(clip + ".gif");
        String label = VideoClassifier.gestures().classify(Video.of(frames)).best().label();
        Path camera = Y4m.gesture(frames, folder.resolve("camera.y4m"));
        try (Demo demo = demo(0, null); Browser browser = Browser.withCamera(demo, camera)) {
            browser.press("notice-action");
            assertEquals(label, browser.settled(label));
            browser.await("", () -> browser.text("median"));
            System.out.printf("%s: median %s ms, 95 %% %s ms, %s frames a second; %s%n", clip, browser.text("median"),
                    browser.text("p95"), browser.text("fps"), browser.text("stage-legend").replace('\n', ' '));
            assertEquals(List.of(), browser.complaints());
        }
    }

    /** Nothing is wider than the screen, and the ground is darker than the writing. */
    @Test
    void allPagesFitAPhoneAndTheNight() throws Exception {
        try (Demo demo = demo(0, null); Browser browser = Browser.withoutCamera(demo)) {
            browser.likeAPhoneAtNight();
            for (String page : List.of("/?", "/teach/?")) {
                browser.open(demo.address().replace("/?", page));
                browser.await("connected", () -> browser.text("link-text"));
                assertEquals(390L, browser.run("return document.scrollingElement.scrollWidth"), page);
                assertEquals(true, browser.run("""
                        const style = getComputedStyle(document.body);
                        const light = colour => colour.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0);
                        return light(style.backgroundColor) < 150 && light(style.color) > 450;
                        """), page);
            }
        }
    }

    @Test
    void twoBrowsersSeeEachTheirOwn() throws Exception {
        List<Image> left = Clip.frames("swipe-left.gif");
        List<Image> right = left.stream().map(Image::mirror).toList();
        try (Demo demo = demo(0, null);
             Browser one = Browser.withCamera(demo, Y4m.gesture(left, folder.resolve("left.y4m")));
             Browser other = Browser.withCamera(demo, Y4m.gesture(right, folder.resolve("right.y4m")))) {
            one.press("notice-action");
            other.press("notice-action");
            assertEquals("swipe left", one.settled("swipe left"));
            assertEquals("swipe right", other.settled("swipe right"));
        }
    }

    /** Records a drawn clip as WebM and drops the file on the page. */
    private static final String DROP_A_VIDEO = """
            const done = arguments[0];
            (async () => {
              const token = new URLSearchParams(location.search).get("token");
              const bytes = await (await fetch("/api/clips/swipe-left?token=" + token)).arrayBuffer();
              const [count, width, height, rate] = new Uint16Array(bytes, 0, 4);
              const canvas = Object.assign(document.createElement("canvas"), {width, height});
              const context = canvas.getContext("2d");
              const recorder = new MediaRecorder(canvas.captureStream(),
                  {mimeType: "video/webm;codecs=vp8", videoBitsPerSecond: 4e6});
              const parts = [];
              recorder.ondataavailable = event => parts.push(event.data);
              recorder.start();
              for (let i = -10; i < count + 20; i++) {
                const at = 8 + Math.max(0, Math.min(count - 1, i)) * width * height * 3;
                const rgb = new Uint8Array(bytes, at, width * height * 3), image = new ImageData(width, height);
                for (let p = 0; p < width * height; p++) {
                  image.data.set([rgb[3 * p], rgb[3 * p + 1], rgb[3 * p + 2], 255], 4 * p);
                }
                context.putImageData(image, 0, 0);
                await new Promise(next => setTimeout(next, 1000 / rate));
              }
              await new Promise(stopped => { recorder.onstop = stopped; recorder.stop(); });
              const data = new DataTransfer();
              data.items.add(new File(parts, "clip.webm", {type: "video/webm"}));
              dispatchEvent(new DragEvent("drop", {dataTransfer: data}));
              done("dropped");
            })().catch(error => done(String(error)));
            """;

    @Test
    void aDroppedVideoIsNamed() throws Exception {
        try (Demo demo = demo(0, null); Browser browser = Browser.withoutCamera(demo)) {
            assertEquals("dropped", browser.runAsync(DROP_A_VIDEO));
            assertEquals("swipe left", browser.settled("swipe left"));
            assertEquals("none", browser.run("return getComputedStyle(document.getElementById('notice')).display"));
        }
    }

    @Test
    void aFileThatIsNoVideoIsSaid() throws Exception {
        try (Demo demo = demo(0, null); Browser browser = Browser.withoutCamera(demo)) {
            browser.run("const data = new DataTransfer(); data.items.add(new File(['text'], 'a.txt'));"
                    + "dispatchEvent(new DragEvent('drop', {dataTransfer: data}))");
            browser.await("does not play", () -> browser.text("notice-title"));
        }
    }

    @Test
    void drawnClipsAreSeenAndPlay() throws Exception {
        try (Demo demo = demo(0, null); Browser browser = Browser.withoutCamera(demo)) {
            browser.await("no gesture", () -> browser.text("gallery"));
            browser.run("document.querySelector('#gallery [data-name=swipe-right]').click()");
            assertEquals("swipe right", browser.settled("swipe right"));
            browser.run("document.getElementById('memory-on').click()");
            browser.await("features.3", () -> browser.text("memory"));
            browser.run("document.querySelector('#smoothing [value=none]').click()");
            browser.await("none", () -> (String) browser.run(
                    "return document.querySelector('#smoothing :checked')?.value ?? ''"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void noCameraAndNoPermissionAreSaid() throws Exception {
        try (Demo demo = demo(0, null);
             Browser without = Browser.withoutCamera(demo);
             Browser refusing = Browser.refusing(demo)) {
            without.press("notice-action");
            without.await("No camera found", () -> without.text("notice-title"));
            refusing.press("notice-action");
            refusing.await("The camera was refused", () -> refusing.text("notice-title"));
            refusing.press("notice-other");
            refusing.await("%", () -> refusing.text("scores"));
        }
    }

    /** The page comes back by itself after a restart with the same token, and says so if the token is another one. */
    @Test
    void aServerThatWasStartedAgain() throws Exception {
        Demo first = demo(0, TOKEN);
        int port = first.port();
        try (Browser browser = Browser.withoutCamera(first)) {
            browser.await("open", () -> browser.attribute("link", "data-state"));
            browser.run("document.querySelector('#network').value = 1; "
                    + "document.querySelector('#network').dispatchEvent(new Event('change', {bubbles: true}))");
            first.close();
            browser.await("connection to the server is lost", () -> browser.text("banner"));
            try (Demo _ = demo(port, TOKEN)) {
                browser.await("open", () -> browser.attribute("link", "data-state"));
                browser.await("", () -> browser.text("banner"));
                browser.await("1", () -> (String) browser.run("return document.getElementById('network').value"));
            }
            browser.await("connection to the server is lost", () -> browser.text("banner"));
            try (Demo _ = demo(port, null)) {
                browser.await("has a new address", () -> browser.text("banner"));
                assertTrue(browser.text("link").contains("another address"));
            }
        }
    }
}
