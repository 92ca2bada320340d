package io.github.tsmjava.weights.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pickles are written as Latin-1 text; what Python makes of each can be seen with {@code pickletools.dis}. */
class RestrictedUnpicklerTest {

    private static final Map<String, Object> GLOBALS = Map.of(
            "test.pair", (Constructor) arguments -> List.of(arguments.get(0), arguments.get(1)),
            "test.constant", "constant");

    private static Object load(String pickle) throws PickleException {
        return load(pickle.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ByteSource source(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public byte[] copy(long from, int count) {
                return Arrays.copyOfRange(bytes, (int) from, (int) from + count);
            }
        };
    }

    private static Object load(byte[] pickle) throws PickleException {
        PickleInput in = new PickleInput(source(pickle));
        return new RestrictedUnpickler(in, GLOBALS, id -> "stored " + id.get(0)).load(1_000_000);
    }

    private static String refusal(String pickle) {
        return assertTimeoutPreemptively(Duration.ofSeconds(5),
                () -> assertThrows(PickleException.class, () -> load(pickle))).getMessage();
    }

    @Test
    void numbers() throws PickleException {
        assertEquals(255L, load("K\u00ff."));
        assertEquals(65535L, load("M\u00ff\u00ff."));
        assertEquals(-2L, load("J\u00fe\u00ff\u00ff\u00ff."));
        assertEquals(-1L, load("\u008a\u0001\u00ff."));
        assertEquals(0L, load("\u008a\u0000."));
        assertEquals(BigInteger.ONE.shiftLeft(64), load("\u008b\u0009\0\0\0\0\0\0\0\0\0\0\0\u0001."));
        assertEquals(-17L, load("L-17L\n."));
        assertEquals(true, load("I01\n."));
        assertEquals(12L, load("I12\n."));
        assertEquals(1.5, load("G\u003f\u00f8\0\0\0\0\0\0."));
    }

    @Test
    void textAndBytes() throws PickleException {
        assertEquals("é", load("X\u0002\0\0\0\u00c3\u00a9."));
        assertEquals("é", load("\u008c\u0002\u00c3\u00a9."));
        assertEquals("é", load("U\u0001\u00e9."));
        assertArrayEquals(new byte[] {7}, assertInstanceOf(byte[].class, load("C\u0001\u0007.")));
        assertTrue(refusal("X\u0001\0\0\0\u00ff.").contains("UTF-8"));
    }

    @Test
    void containers() throws PickleException {
        assertEquals(List.of(1L, 2L), load("](K\u0001K\u0002e."));
        assertEquals(List.of(1L), load("(K\u0001l."));
        assertEquals(Map.of("a", 1L), load("}U\u0001aK\u0001s."));
        assertEquals(Map.of("a", 1L), load("(U\u0001aK\u0001d."));
        assertEquals(List.of(1L, true), ((Tuple) load("K\u0001\u0088\u0086.")).items());
        assertEquals(List.of(), ((Tuple) load(").")).items());
    }

    @Test
    void memoKeepsIdentity() throws PickleException {
        List<?> twice = (List<?>) load("](]q\u0005h\u0005e.");
        assertSame(twice.get(0), twice.get(1));
        assertSame(null, load("Nq\u0001h\u0001."));
        List<?> memoized = (List<?>) load("\u0080\u0004\u0095\0\0\0\0\0\0\0\0](]\u0094h\0e.");
        assertSame(memoized.get(0), memoized.get(1));
    }

    @Test
    void allowedGlobalsAreCalled() throws PickleException {
        assertEquals(List.of(1L, 2L), load("ctest\npair\nK\u0001K\u0002\u0086R."));
        assertEquals("constant", load("U\u0004testU\u0008constant\u0093."));
        assertEquals("stored a", load("U\u0001a\u0085Q."));
        assertTrue(refusal("ctest\npair\nK\u0001\u0085R.").contains("at least 2 arguments"));
        assertTrue(refusal("ctest\nconstant\n)R.").contains("expected a function"));
        assertTrue(refusal("ctest\npair\n}b.").contains("takes a state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"os\nsystem", "posix\nsystem", "builtins\neval", "__builtin__\nexec", "subprocess\nPopen"})
    void otherGlobalsAreRefusedByName(String global) {
        String name = global.replace('\n', '.');
        String expected = "refuses pickle global " + name + ": only tensors and plain containers are read";
        assertEquals(expected, refusal("c" + global + "\n(U\u0002lstR."));
        String[] parts = global.split("\n");
        assertEquals(expected, refusal("U" + (char) parts[0].length() + parts[0]
                + "U" + (char) parts[1].length() + parts[1] + "\u0093."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "K\u0001", ".", "e.", "(e.", "](e", "t.", "0.", "2.", "h\u0001.", "\u0085.", "R.",
        "](.", "}(K\u0001u.", "}]Ns.", "}}Ns.", "]K\u0001K\u0002s.", "}K\u0001a.", "Lx\n.", "\u0080\u0006N.", "P1\n.",
        "i\n\n.", "\u00ff", "cos", "Q.", "K\u0001Q.", "X\u00ff\u00ff\u00ff\u00ff", "B\u00ff\u00ff\u00ff\u007f",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "\u008b\u00ff\u00ff\u00ff\u007f",
        "\u0096\0\0\0\0\0\0\0\u0080"})
    void damageIsRefused(String pickle) {
        assertTrue(refusal(pickle).matches("expected .*, found .*"), () -> refusal(pickle));
    }

    @Test
    void selfReferenceAndDepthAreHarmless() throws PickleException {
        List<?> self = (List<?>) load("]q\u0001h\u0001a.");
        assertSame(self, self.get(0));
        String deep = "]".repeat(200_000) + "a".repeat(199_999) + ".";
        assertEquals(1, ((List<?>) load(deep)).size());
        String deepTuples = ")" + "\u0085".repeat(300_000) + ".";
        assertEquals(1, ((Tuple) load(deepTuples)).items().size());
    }

    @Test
    void workIsLimited() {
        assertTrue(refusal("N".repeat(2_000_000) + ".").contains("steps"));
        String longList = "](" + "N".repeat(300_000) + "eq\u0001";
        assertTrue(refusal(longList + "ctest\npair\nq\u0002h\u0001h\u0001\u0086R".repeat(10) + ".").contains("steps"));
        char[] name = new char[5000];
        Arrays.fill(name, 'k');
        assertTrue(refusal("}X\u0088\u0013\0\0" + new String(name) + "Ns.").contains("keys of at most"));
    }

    @Test
    void textIsLimited() {
        int half = 33 << 20;
        byte[] pickle = new byte[2 * (half + 5)];
        for (int at = 0; at < pickle.length; at += half + 5) {
            ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN).put(at, (byte) 'X').putInt(at + 1, half);
        }
        assertTrue(assertThrows(PickleException.class, () -> load(pickle)).getMessage().contains("bytes of text"));
    }
}
