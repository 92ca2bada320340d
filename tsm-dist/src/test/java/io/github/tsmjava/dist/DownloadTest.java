package io.github.tsmjava.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tsmjava.dist.Runs.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip that people download, unpacked in a folder whose name has blanks and umlauts, and used from elsewhere. */
@EnabledOnOs(OS.LINUX)
class DownloadTest {

    private static final String VERSION = System.getProperty("tsm.version");
    private static final long MOST_BYTES = 80 << 20;
    private static final String ANSWER = "swipe left";
    private static final Map<String, String> PLAIN = Map.of("LC_ALL", "C");

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        Path zip;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            zip = files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow().toAbsolutePath();
        }
        assertTrue(zip.getFileName().toString().startsWith("tsm-" + VERSION + "-linux-"), zip::toString);
        // Other users come in, too.
        assertTrue(folder.toFile().setExecutable(true, false) && folder.toFile().setReadable(true, false));
        Path place = Files.createDirectory(folder.resolve("mein schöner Ordner"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unzip")), "no unzip");
        Outcome unzipped = Runs.run(place, Map.of("LC_ALL", "C.UTF-8"), "unzip", "-q", zip);
        assertEquals(0, unzipped.exit(), unzipped::err);
        home = place.resolve(zip.getFileName().toString().replaceFirst("\\.zip$", ""));
    }

    private static void assertAnswers(Outcome outcome) {
        assertEquals(0, outcome.exit(), outcome::err);
        assertTrue(outcome.out().contains(ANSWER), outcome::out);
        assertEquals("", outcome.err());
    }

    @Test
    void saysItsVersionAndClassifies() throws Exception {
        assertEquals("tsm " + VERSION + "\n", Runs.run(folder, PLAIN, home.resolve("tsm"), "--version").out());
        assertAnswers(Runs.run(folder, PLAIN, home.resolve("tsm"), "classify", home.resolve("testdata/swipe-left.gif")));
        Path clip = Files.copy(home.resolve("testdata/swipe-left.gif"), folder.resolve("über links.gif"));
        assertAnswers(Runs.run(folder, PLAIN, home.resolve("tsm"), "classify", clip.getFileName()));
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("tsm"));
        assertAnswers(Runs.run(folder, PLAIN, link, "classify", clip));
    }

    /** Every part of the command line that needs something of its own: JSON, charts, a recipe, ONNX, an exit code. */
    @Test
    void allPartsAreThere() throws Exception {
        Path tsm = home.resolve("tsm");
        assertTrue(Runs.run(folder, PLAIN, tsm, "classify", "--json", home.resolve("testdata/shake.gif")).out().startsWith("{"));
        assertEquals(0, Runs.run(folder, PLAIN, tsm, "export", "gestures.onnx").exit());
        assertEquals(0, Runs.run(folder, PLAIN, tsm, "gestures", "--output", "hands", "--only", "swipe-left,swipe-right", "--count", "8",
                "--validation", "4").exit());
        Outcome trained = Runs.run(folder, PLAIN, tsm, "train", "--tune-from", "gestures", "--train-list", "hands/list.txt", "--val-list",
                "hands/val.txt", "--labels", "hands/category.txt", "--out", "trained", "--epochs", "1", "-b", "4");
        assertEquals(0, trained.exit(), trained::err);
        assertTrue(Files.exists(folder.resolve("trained/best.safetensors")), trained::out);
        assertTrue(Files.exists(folder.resolve("trained/curves.png")), trained::err);
        Outcome spark = Runs.run(folder, PLAIN, tsm, "spark");
        assertEquals(2, spark.exit());
        assertTrue(spark.err().contains("sources"), spark::err);
        assertEquals(2, Runs.run(folder, PLAIN, tsm, "classify", "nothing.gif").exit());
    }

    /** Commands that serve a page, whose libraries are found by name. */
    @Test
    void aPageIsWritten() throws Exception {
        Outcome outcome = Runs.run(folder, PLAIN, home.resolve("tsm"), "learn", "--export", "page.html");
        assertEquals(0, outcome.exit(), outcome::err);
        assertTrue(Files.size(folder.resolve("page.html")) > 1 << 16);
    }

    /** What pages ask for, and what a stream begins with, is written by reflection, which modules must allow. */
    @Test
    void thePageIsServed() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("tsm").toString(), "demo", "--port", "0", "--gestures",
                folder.resolve("gestures").toString()).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(PLAIN);
        Process demo = builder.start();
        try (BufferedReader out = demo.inputReader(); HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(out.readLine());
            for (String path : List.of("/api/clips", "/api/teach/state")) {
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(address.resolve(path + "?" + address.getQuery())).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(200, answer.statusCode(), answer::body);
                assertTrue(answer.body().startsWith("{") || answer.body().startsWith("["), answer::body);
            }
            CompletableFuture<String> hello = new CompletableFuture<>();
            client.newWebSocketBuilder().header("Origin", "http://" + address.getAuthority())
                    .buildAsync(URI.create("ws://" + address.getAuthority() + "/socket/live?" + address.getQuery()), new WebSocket.Listener() {

                        @Override
                        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                            hello.complete(part.toString());
                            return null;
                        }
                    }).join().request(1);
            String begun = hello.get(1, TimeUnit.MINUTES);
            assertTrue(begun.contains("\"hello\""), begun);
        } finally {
            demo.destroy();
            demo.waitFor();
        }
    }

    @Test
    void theImageIsSmallAndStartsByItself() throws Exception {
        Path image = home.resolve("runtime");
        long bytes = 0;
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertTrue(bytes <= MOST_BYTES, "%d bytes".formatted(bytes));
        assertAnswers(Runs.run(folder, PLAIN, image.resolve("bin/tsm"), "classify", home.resolve("testdata/swipe-left.gif")));
    }

    /** Somebody who owns nothing here, and may write nowhere. */
    @Test
    void runsForAnotherUserWhoseHomeCannotBeWritten() throws Exception {
        assumeTrue(isRoot() && Files.isExecutable(Path.of("/usr/bin/setpriv")), "not root, or no setpriv");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                assertFalse(Files.getPosixFilePermissions(file).toString().contains("OTHERS_WRITE"), file::toString);
            }
        }
        Path house = Files.createDirectory(folder.resolve("home of nobody"));
        assertTrue(house.toFile().setReadable(true, false) && house.toFile().setExecutable(true, false));
        assertAnswers(Runs.run(house, Map.of("HOME", house.toString()), "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                home.resolve("tsm"), "classify", home.resolve("testdata/swipe-left.gif")));
        try (Stream<Path> files = Files.list(house)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /**
     * A root with the least Debian in it: no Java, no fonts. What debootstrap makes, or, where it cannot be had, bash, the
     * programs that the launcher calls, and the libraries of C.
     */
    @Test
    void runsWhereThereIsNothingElse() throws Exception {
        assumeTrue(isRoot() && Runs.run(folder, PLAIN, "unshare", "--mount", "true").exit() == 0, "not root, or not allowed to mount");
        Path root = Files.createDirectory(folder.resolve("root"));
        Path debian = Path.of("/usr/sbin/debootstrap");
        if (!Boolean.getBoolean("tsm.debootstrap") || !Files.exists(debian)
                || Runs.run(folder, System.getenv(), debian, "--variant=minbase", "bookworm", root).exit() != 0) {
            bareRoot(root);
        }
        assertEquals(0, Runs.run(folder, PLAIN, "cp", "-a", home, root.resolve("tsm")).exit());
        assertAnswers(inRoot(root, "/tsm/tsm", "classify", "/tsm/testdata/swipe-left.gif"));
        assertEquals(127, inRoot(root, "java").exit());
    }

    /** With /proc, which every Linux has, and by which programs find the libraries that lie beside them. */
    private static Outcome inRoot(Path root, String... command) throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c",
                "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" \"$@\"", root));
        words.addAll(List.of(command));
        return Runs.run(folder, PLAIN, words.toArray());
    }

    private static void bareRoot(Path root) throws IOException, InterruptedException {
        for (String name : List.of("proc", "tmp", "dev", "usr/bin", "bin")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.createFile(root.resolve("dev/null"));
        List<Path> programs = new ArrayList<>();
        for (String name : List.of("bash", "sed", "dirname", "readlink", "grep", "locale", "stty", "cat")) {
            programs.add(Path.of("/bin", name).toRealPath());
            Files.copy(programs.getLast(), root.resolve("bin").resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(Path.of("/usr/bin/env").toRealPath(), root.resolve("usr/bin/env"));
        Path locale = Path.of("/usr/lib/locale/C.utf8");
        if (Files.isDirectory(locale)) {
            Files.createDirectories(root.resolve("usr/lib/locale"));
            assertEquals(0, Runs.run(folder, PLAIN, "cp", "-r", locale, root.resolve("usr/lib/locale")).exit());
        }
        programs.add(home.resolve("runtime/lib/server/libjvm.so"));
        for (Path program : programs) {
            for (String line : Runs.run(folder, PLAIN, "ldd", program).out().lines().toList()) {
                for (String word : line.strip().split(" ")) {
                    if (word.startsWith("/") && Files.exists(Path.of(word)) && !word.startsWith(home.toString())) {
                        Path copy = root.resolve(word.substring(1));
                        Files.createDirectories(copy.getParent());
                        Files.copy(Path.of(word).toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
