package io.github.tsmjava.app.terminal;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.app.Main;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {

    /** Clears the screen in two ways, rings, reverses what follows, and begins lines that look like ours. */
    private static final String EVIL =
            "\u001b[2J\u009b31m\u0007\u202eegnar\u2069\rtsm: all is well\n100.0 %  forged\u2028\u0085\u007f";
    private static final String EVIL_ON_A_LINE = EVIL.replace("\n", "").replace("\r", "");

    @TempDir
    private Path folder;

    private static String printed(Consumer<Output> action) {
        StringWriter text = new StringWriter();
        Output output = new Output(text);
        action.accept(output);
        output.flush();
        return text.toString();
    }

    private static void requireHarmless(String text) {
        assertTrue(text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c)
                && Character.getDirectionality(c) != Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE && c != 0x2028),
                text);
        assertTrue(text.lines().noneMatch(line -> line.startsWith("tsm: all") || line.startsWith("100.0 %  forged")),
                text);
    }

    @Test
    void valuesStayOnTheirLineAndOurOwnLineBreaksSurvive() {
        assertEquals("a\\u000ab\n", printed(out -> out.println("a\nb")));
        assertEquals("a\\u001bb\n", printed(out -> out.println((Object) "a\033b")));
        assertEquals("x\ny a\\u000d\\u000a 3 1.5\n", printed(out -> out.printf("x%ny %s %d %.1f\n", "a\r\n", 3, 1.5)));
        assertEquals("1,234 \\u009b null\n",
                printed(out -> out.printf(Locale.ROOT, "%,d %s %s%n", 1234, "\u009b", null)));
        assertEquals("two\nlines\t\\u001b", printed(out -> out.print("two\nlines\t\033")));
        assertEquals("é 測 😀 \u200d", printed(out -> out.print("é 測 😀 \u200d")));
        requireHarmless(printed(out -> out.println(EVIL)));
        requireHarmless(printed(out -> out.printf("%s%n", Path.of(EVIL))));
        requireHarmless(printed(out -> new IOException(EVIL).printStackTrace(out)));
    }

    @Test
    void jsonStillSaysTheSame() {
        String json = "{\"label\":\"\u009b1m\u202e\u2028\"}";
        String printed = printed(out -> out.println(json));
        requireHarmless(printed);
        assertEquals(JsonParser.parseString(json), JsonParser.parseString(printed));
    }

    @Test
    void namesFromOutsideDoNotReachTheTerminal() throws IOException {
        Path frames = Inputs.frames(Files.createDirectory(folder.resolve(EVIL.replace("/", ""))));
        Path labels = Files.writeString(folder.resolve("labels.txt"),
                "%s\n%s 2\n%s 3\n".formatted(EVIL_ON_A_LINE, EVIL_ON_A_LINE, EVIL_ON_A_LINE));
        Path weights = Inputs.weights(folder.resolve("w" + EVIL + ".safetensors"),
                NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, 3),
                Map.of("segments", "2", "shift_div", "8", "labels", Files.readString(labels)));
        Path odd = folder.resolve("odd.safetensors");
        Checkpoint.writeSafetensors(odd, Map.of("module." + EVIL, Tensor.zeros(1)), Map.of("note", EVIL));
        Object[][] lines = {
            {"classify", "--weights", weights, "--size", 32, frames},
            {"classify", "--weights", weights, "--size", 32, "--json", frames},
            {"classify", "--weights", weights, "--labels", labels, "--size", 32, frames,
                    folder.resolve("absent" + EVIL)},
            {"inspect", weights}, {"inspect", weights, "--json"}, {"inspect", odd},
            {"inspect", folder.resolve(EVIL + "x")},
            {"classify", "--weights", odd, frames}, {"convert", weights, folder.resolve("to" + EVIL + ".safetensors")},
            {"convert", weights, frames}, {"inspect", "--" + EVIL}, {EVIL}, {"zoo", EVIL}, {"train", "--arch", EVIL},
            {"prepare", "labels", EVIL}, {"prepare", "frames", frames, frames}, {"help", EVIL},
            {"gestures", "--output", folder.resolve("g" + EVIL), "--count", 1}};
        for (Object[] line : lines) {
            Outcome outcome = tsm(line);
            assertNotEquals(1, outcome.exit(), outcome.err());
            assertFalse(outcome.out().isEmpty() && outcome.err().isEmpty());
            requireHarmless(outcome.out());
            requireHarmless(outcome.err());
        }
    }

    /** Takes a number of characters and then nothing more. */
    private static final class Full extends Writer {
        private int room;
        private final String reason;

        Full(int room, String reason) {
            this.room = room;
            this.reason = reason;
        }

        @Override
        public void write(char[] text, int from, int count) throws IOException {
            room -= count;
            if (room < 0) {
                throw new IOException(reason);
            }
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoo", "zoo --json", "inspect", "inspect --json", "--help", "--version", "classify --help",
        "help eval", "prepare", "zoo --data jester", "classify CLIP", "classify --json CLIP",
        "gestures --count 1 --size 16 --output OUT"})
    void resultsThatCannotBeWrittenAreNoSuccess(String line) {
        String[] args = line.replace("CLIP", Path.of("..", "testdata", "swipe-left.gif").toString())
                .replace("OUT", folder.resolve("out").toString()).split(" ");
        StringWriter err = new StringWriter();
        assertEquals(2, Main.run(new Full(5, "No space left on device"), err, args));
        assertEquals("tsm: stdout cannot be written: No space left on device\n", err.toString());
    }

    @Test
    void whereNobodyReadsTheProgramIsQuiet() {
        StringWriter err = new StringWriter();
        assertEquals(141, Main.run(new Full(100, "Broken pipe"), err, "zoo"));
        assertEquals("", err.toString());
        assertEquals(2, Main.run(new Full(0, "Broken pipe"), err, "inspect", "absent.pth"));
    }

    /** With the files of the operating system, in processes of their own. */
    @Test
    void fullDevicesAndClosedPipes() throws Exception {
        Path err = folder.resolve("err.txt");
        // It begins when there is nobody any more who could read.
        ProcessBuilder zoo = new ProcessBuilder("sh", "-c", "read go; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "zoo").redirectError(err.toFile());
        Process unread = zoo.start();
        unread.getInputStream().close();
        unread.getOutputStream().close();
        assertEquals(141, unread.waitFor());
        assertEquals("", Files.readString(err));
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        Process toFull = zoo.redirectOutput(full.toFile()).start();
        toFull.getOutputStream().close();
        assertEquals(2, toFull.waitFor());
        assertTrue(Files.readString(err).startsWith("tsm: stdout cannot be written: "), Files.readString(err));
        assertEquals(1, Files.readAllLines(err).size());
    }

    @Test
    void argumentsAreNotReadFromFiles() throws IOException {
        Path options = Files.writeString(folder.resolve("zz"), "--version");
        Outcome outcome = tsm("@" + options);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("@" + options), outcome.err());
        assertEquals("", outcome.out());
    }
}
