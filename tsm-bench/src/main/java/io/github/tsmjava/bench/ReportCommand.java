package io.github.tsmjava.bench;

import io.github.tsmjava.bench.report.Report;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tsm bench report}: the whole comparison, as a page to read. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures what the shift costs and what a 3-D convolution costs instead, and writes a page about "
                + "it, with its tables and plots beside it. Takes about an hour; stopped and started again, it goes on.")
final class ReportCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "In about five minutes; rough.")
    private boolean quick;

    @Option(names = "--peers", description = "Measure native runtimes as well.")
    private boolean peers;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to (default: report, or "
            + "report-quick).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        // Plots are drawn, not shown.
        System.setProperty("java.awt.headless", "true");
        Path folder = out != null ? out : Path.of(quick ? "report-quick" : "report");
        Report report = new Report(quick, peers, Path.of(System.getProperty("tsm.launcher", ".")), folder);
        try (ProgressBar bar = new ProgressBarBuilder().setTaskName("Measuring").setInitialMax(1).setUnit("", 1)
                .setUpdateIntervalMillis(1000).build()) {
            report.measure((done, total, next) -> {
                bar.maxHint(Math.round(total));
                bar.stepTo(Math.round(done));
                bar.setExtraMessage(" s of work; " + brief(next));
            });
        }
        System.out.println("the report is " + report.write().toAbsolutePath().normalize().toUri());
        return 0;
    }

    /** The benchmark's name and its first parameter. */
    private static String brief(String command) {
        String[] words = command.replace("./tsm bench jmh ", "").split(" -p | ", 3);
        return String.format(Locale.ROOT, "%s %s", words[0], words.length > 1 ? words[1] : "");
    }
}
