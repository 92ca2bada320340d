package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
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
        assertFalse(Pattern.compile("https?://").matcher(PAGE).find());
        assertFalse(Pattern.compile("\\ssrc=").matcher(PAGE).find());
        assertEquals(0, Pattern.compile("href=\"(?!#|data:)").matcher(PAGE).results().count());
        assertFalse(PAGE.contains("@import"));
        assertEquals(0, Pattern.compile("url\\((?!\\$\\{clip\\.(?:strip|film)})").matcher(PAGE).results().count());
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
