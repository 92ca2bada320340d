package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/training.md compiles, runs and learns. */
class DocumentedTrainingTest {

    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theProgramTrainsANetwork() throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "training.md")));
        assertTrue(program.find());
        Path source = Files.writeString(folder.resolve("Swipes.java"), program.group(1));
        assertEquals(0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-Xlint:all,-path", "-Werror",
                "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString()));
        Path hands = folder.resolve("hands");
        new GestureSet(List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_RIGHT), 8, 4, 0, 8, 96, Scenery.PLAIN).write(hands);

        String printed = run(hands, folder.resolve("swipes"));
        assertTrue(printed.matches("right: \\d+ % of the validation clips\\R"), printed);
        PretrainedNetwork best = PretrainedNetwork.load(folder.resolve("swipes").resolve(Trainer.BEST));
        assertEquals(List.of("swipe left", "swipe right"), best.labels());
    }

    private String run(Path hands, Path out) throws Exception {
        URL classes = URI.create(folder.toUri().toString()).toURL();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Swipes").getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {hands.toString(), out.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
