package io.github.tsmjava.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps the Vector API in its place and its kernels compiled. */
class VectorPackageTest {

    private static final String PACKAGE = "io/github/tsmjava/tensor/kernel/vector";
    /** HotSpot never compiles a larger method ({@code -XX:-DontCompileHugeMethods} would). */
    private static final int LARGEST_COMPILED = 8_000;

    @Test
    void noOtherPackageRefersToTheVectorApi() throws IOException {
        List<String> offenders = new ArrayList<>();
        int scanned = 0;
        for (Path source : mainSources()) {
            String text = Files.readString(source);
            boolean names = text.contains("jdk.incubator.vector.") || text.contains("import module jdk.incubator");
            scanned++;
            if (names && !source.toString().contains(PACKAGE + "/")) {
                offenders.add(source.toString());
            }
        }
        assertTrue(scanned > 30, "scanned only " + scanned + " files");
        assertEquals(List.of(), offenders);
    }

    /** The Java files of every module beside this one. */
    private static List<Path> mainSources() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("src/main/java"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    @Test
    void everyMethodIsSmallEnoughToBeCompiled() throws IOException, URISyntaxException {
        Path root = Path.of(Lanes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        int methods = 0;
        try (Stream<Path> files = Files.walk(root.resolve(PACKAGE))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                for (var method : model.methods()) {
                    int length = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
                    String message = file + " " + method.methodName() + " has " + length + " bytes";
                    assertTrue(length < LARGEST_COMPILED, message);
                    methods++;
                }
            }
        }
        assertTrue(methods > 10, "looked at only " + methods + " methods");
    }
}
