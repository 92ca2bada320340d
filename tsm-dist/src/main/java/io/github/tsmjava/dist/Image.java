package io.github.tsmjava.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A Java with the command line in it, made by jlink: our modules, those that they need, and no others. */
final class Image {

    private static final String MODULE = "io.github.tsmjava.app";
    private static final String PROGRAM = MODULE + "/" + MODULE + ".Main";
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** What nothing requires and yet is used: vectors, a place for Jetty's log, and what Gson makes records by. */
    private static final List<String> OTHERS = List.of("jdk.incubator.vector", "org.slf4j.nop", "jdk.unsupported");

    /** Those of the launcher tsm; see there. A test compares. */
    static final String OPTIONS = "--add-modules=jdk.incubator.vector -XX:+UseG1GC -XX:MaxNewSize=32m -XX:GCTimeRatio=1"
            + " -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -Xlog:disable";

    /** In place of the one that jlink can make, which is not for folders with blanks, nor for links to it. */
    private static final String LAUNCHER = """
            #!/bin/sh
            # Starts the command line in this Java. The launcher tsm of the download sees to the terminal, too.
            case $(locale charmap 2>/dev/null) in
              ANSI_X3.4-1968 | US-ASCII) export LC_ALL=C.UTF-8 ;;
            esac
            exec "$(dirname -- "$(readlink -f -- "$0")")/java" ${TSM_JAVA_OPTIONS:-} -m %s "$@"
            """.formatted(PROGRAM);
    private static final String LAUNCHER_OF_WINDOWS = "@\"%%~dp0java\" %%TSM_JAVA_OPTIONS%% -m %s %%*\r\n".formatted(PROGRAM);

    private Image() {
    }

    /**
     * Makes the image.
     *
     * @param jars  a folder: the command line's jar and all that it needs
     * @param work  an empty folder, for jars with module descriptors
     * @param image a folder that is not there yet
     */
    static void make(Path jars, Path work, Path image) throws IOException {
        for (Path jar : list(jars)) {
            Files.copy(jar, work.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (ModuleReference module : ModuleFinder.of(work).findAll()) {
            if (module.descriptor().isAutomatic()) {
                describe(module.descriptor().name(), Path.of(module.location().orElseThrow()), work);
            }
        }
        run("jlink", "--module-path", work.toString(), "--add-modules", MODULE + "," + String.join(",", OTHERS),
                "--output", image.toString(), "--compress", "zip-6", "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages",
                "--add-options=" + OPTIONS);
        Path launcher = image.resolve(WINDOWS ? "bin/tsm.bat" : "bin/tsm");
        Files.writeString(launcher, WINDOWS ? LAUNCHER_OF_WINDOWS : LAUNCHER);
        launcher.toFile().setExecutable(true, false);
    }

    /**
     * Writes an archive of loaded classes, with which the command line starts sooner. It is good for this image alone, wherever
     * that is moved to.
     *
     * @param clip to classify meanwhile
     */
    static void archive(Path image, Path clip, Path archive) throws IOException, InterruptedException {
        Path list = Files.createTempFile("classes", ".txt");
        start(image, "-XX:DumpLoadedClassList=" + list, "-m", PROGRAM, "classify", clip.toString());
        start(image, "-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive, "-m", PROGRAM);
    }

    private static void start(Path image, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(image.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("start", ".log");
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        if (exit != 0) {
            throw new IOException("%s: exit code %d: %s".formatted(command, exit, Files.readString(log)));
        }
    }

    /** jlink takes no automatic modules, so each gets the descriptor that jdeps makes of its classes: it exports all packages. */
    private static void describe(String name, Path jar, Path jars) throws IOException {
        Path folder = Files.createTempDirectory("module");
        // What optional parts need that we leave out is not there.
        run("jdeps", "--multi-release", "base", "--ignore-missing-deps", "--module-path", jars.toString(),
                "--generate-module-info", folder.toString(), jar.toString());
        Path source;
        try (Stream<Path> files = Files.walk(folder)) {
            source = files.filter(file -> file.endsWith("module-info.java")).findFirst().orElseThrow();
        }
        run("javac", "-Xlint:none", "--module-path", jars.toString(), "--patch-module", name + "=" + jar, "-d", folder.toString(), source.toString());
        run("jar", "--update", "--file", jar.toString(), "-C", folder.toString(), "module-info.class");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static void run(String tool, String... arguments) throws IOException {
        StringWriter said = new StringWriter();
        int exit = ToolProvider.findFirst(tool).orElseThrow(() -> new IOException("a whole JDK is needed: no " + tool))
                .run(new PrintWriter(said), new PrintWriter(said), arguments);
        if (exit != 0) {
            throw new IOException("%s %s: exit code %d: %s".formatted(tool, String.join(" ", arguments), exit, said));
        }
    }
}
