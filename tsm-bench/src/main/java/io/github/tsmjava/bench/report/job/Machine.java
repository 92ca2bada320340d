package io.github.tsmjava.bench.report.job;

import io.github.tsmjava.tensor.kernel.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Where and of what a report is: without it, no time means anything.
 *
 * @param processor name, as the system knows it
 * @param cores     that Java sees
 * @param flags     of the JVM, those that paths stand in left out
 * @param kernels   as {@code Kernels.get().name()}
 * @param commit    of the sources, or {@code unknown}
 */
public record Machine(String processor, int cores, String system, String java, String flags, String kernels, String commit,
               String date) {

    private static final String UNKNOWN = "unknown";

    /** @param sources a folder of them, or a file in one */
    public static Machine here(Path sources) {
        return new Machine(processorName(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("-X") || flag.startsWith("--add-modules"))
                        .collect(Collectors.joining(" ")),
                Kernels.get().name(), commit(sources), LocalDate.now().toString());
    }

    /** Whether measurements of one belong with those of the other: on the same machine, of the same program. */
    public boolean isLike(Machine other) {
        return equals(new Machine(other.processor, other.cores, other.system, other.java, other.flags, other.kernels,
                other.commit, date));
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(UNKNOWN);
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String commit(Path sources) {
        Path folder = Files.isDirectory(sources) ? sources : sources.toAbsolutePath().getParent();
        String commit = git(folder, "rev-parse", "--short=10", "HEAD");
        String changes = commit.equals(UNKNOWN) ? "" : git(folder, "diff", "HEAD");
        // Two programs of one commit are told apart by what was changed.
        return changes.isEmpty() ? commit : commit + " with changes %08x".formatted(changes.hashCode());
    }

    private static String git(Path folder, String... words) {
        try {
            List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
