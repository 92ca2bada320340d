package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page is one file that asks for no other. */
class LearnPageTest {

    private static final int MOST_BYTES = 2 << 20;
    private static final String PAGE = LearnPage.of(Pages.DATA);

    @Test
    void isSmall() {
        assertTrue(PAGE.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES);
    }

    @Test
    void loadsNothing() {
        assertFalse(Pattern.compile("(?<!<a href=\")https?://").matcher(PAGE).find());
        assertFalse(Pattern.compile("\\ssrc=").matcher(PAGE).find());
        assertEquals(0, Pattern.compile("(?<!<a )href=\"(?!#|data:)").matcher(PAGE).results().count());
        assertFalse(PAGE.contains("@import"));
        assertEquals(0, Pattern.compile("url\\((?!\\$\\{clip\\.(?:strip|film)})").matcher(PAGE).results().count());
    }

    /** Each document that is named exists, with the heading. */
    @Test
    void documentsExist() throws IOException {
        Matcher named = Pattern.compile("data-document=\"([^\"#]+)(?:#([^\"]+))?\"").matcher(PAGE);
        int count = 0;
        while (named.find()) {
            count++;
            String document = Files.readString(Path.of("..", "docs", named.group(1)));
            if (named.group(2) != null) {
                assertTrue(document.lines().anyMatch(line -> line.startsWith("#")
                        && line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-').equals(named.group(2))),
                        named.group());
            }
        }
        assertTrue(count >= 8, count + " documents");
    }

    @Test
    void modulesBecomeOneScriptEachOnce() {
        Map<String, String> modules = Map.of(
                "main.js", "import {two} from './two.js';\nimport {one} from './one.js';\n\nuse(one, two);\n",
                "one.js", "export const one = 1;\n",
                "two.js", "import {one} from './one.js';\nexport function two() {\n  return one + one;\n}\n");
        String script = Modules.bundle("main.js", modules::get);
        assertEquals(1, Pattern.compile("const one = 1").matcher(script).results().count());
        assertTrue(script.indexOf("module_one = ") < script.indexOf("module_two = "), script);
        assertTrue(script.indexOf("module_two = ") < script.indexOf("module_main = "), script);
        assertFalse(Pattern.compile("(?m)^(import|export)").matcher(script).find(), script);
        assertThrows(IllegalStateException.class, () -> Modules.bundle("a.js", _ -> "import * as b from './b.js';\n"));
    }
}
