package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The program and the libraries that it brings are Java alone. */
class NativeFilesTest {

    private static final Pattern NATIVE = Pattern.compile("(?i).*\\.(so|dll|dylib|jnilib|a)(\\.\\d+)*");

    @Test
    void noJarOnTheClassPathHoldsANativeFile() throws IOException {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar")).toList();
        assertTrue(jars.stream().anyMatch(jar -> jar.contains("progressbar")), "the class path is " + jars);
        List<String> found = new ArrayList<>();
        for (String jar : jars) {
            try (JarFile file = new JarFile(jar)) {
                file.stream().filter(entry -> NATIVE.matcher(entry.getName()).matches())
                        .forEach(entry -> found.add(jar + ": " + entry.getName()));
            }
        }
        assertEquals(List.of(), found);
    }
}
