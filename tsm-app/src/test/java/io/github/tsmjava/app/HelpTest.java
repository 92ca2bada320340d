package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @ParameterizedTest
    @CsvSource({"clasify, did you mean classify?", "eval --wieghts x, did you mean --weights?",
            "zoo --jsno, did you mean --json?",
        "inspect --szie 8, did you mean --size?", "classify --ejson x, did you mean --json?", "zoo --far-from-all,"})
    void whatIsMistypedGetsASuggestion(String line, String question) {
        Outcome outcome = tsm((Object[]) line.split(" "));
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(question == null ? "--far-from-all" : question), outcome.err());
        assertEquals(question != null, outcome.err().contains("did you mean"), outcome.err());
    }

    @Test
    void withoutACommandThereIsTheOverview() {
        Outcome bare = tsm();
        assertEquals(0, bare.exit());
        assertTrue(bare.out().contains("classify") && bare.out().contains("bench"), bare.out());
        assertEquals(bare.out(), tsm("help").out());
        assertEquals(tsm("classify", "--help").out(), tsm("help", "classify").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classify", "watch", "demo", "explain", "learn", "logits", "inspect", "convert", "export", "train",
        "eval", "zoo", "gestures", "course"})
    void helpFitsAndEndsWithExamples(String command) {
        String help = tsm(command, "--help").out();
        assertTrue(help.lines().allMatch(line -> line.length() <= 120), help);
        assertTrue(help.lines().skip(1).filter(line -> !line.contains("./tsm")).allMatch(line -> line.length() <= 100),
                help);
        assertEquals(2,
                help.substring(help.indexOf("Examples:")).lines().filter(line -> line.contains("./tsm " + command))
                .count(), help);
        assertTrue(help.lines().findFirst().orElseThrow().startsWith("Usage: tsm " + command + " [OPTIONS]"), help);
    }

    @Test
    void longHelpsHaveHeadings() {
        String help = tsm("train", "--help").out();
        for (String heading : new String[] {"The network:", "Schedule:", "Augmentation:", "Computing:"}) {
            assertTrue(help.contains(System.lineSeparator() + heading), help);
        }
    }

    @Test
    void theVersionIsMavens() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
        assertEquals("tsm " + version, tsm("--version").out().strip());
    }
}
