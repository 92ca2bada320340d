package io.github.tsmjava.bench.report;

import com.google.gson.GsonBuilder;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.tsmjava.bench.report.job.CeilingJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.Journal;
import io.github.tsmjava.bench.report.job.Machine;
import io.github.tsmjava.bench.report.job.MemoryJob;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.HtmlPage;
import io.github.tsmjava.bench.report.page.MarkdownPage;
import io.github.tsmjava.bench.report.page.Svg;
import io.github.tsmjava.bench.report.page.Table;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the shift costs and what a 3-D convolution costs instead: measured, and written down for people. */
public final class Report {

    private static final String JOURNAL = "measurements.jsonl";

    private final boolean quick;
    private final Path folder;
    private final Machine machine;
    private final Journal journal;
    private final List<Section> sections;

    /**
     * A report in a folder, begun or gone on with.
     *
     * @param quick   in minutes, and rough
     * @param sources a folder or file of the program, to tell its commit
     * @param peers   whether native runtimes are measured as well
     * @throws IOException in one line, if the folder cannot be written or holds another machine's measurements
     */
    public Report(boolean quick, boolean peers, Path sources, Path folder) throws IOException {
        this.quick = quick;
        this.folder = folder;
        machine = Machine.here(sources);
        journal = journal();
        sections = new ArrayList<>(List.of(new OperatorSection(quick, new MemoryJob()),
                new ConvolutionSection(quick, new CeilingJob()), new NetworksSection(quick, machine.cores()),
                new GrowthSection(quick, machine.cores()), new TrainingSection(quick, machine.cores())));
        if (peers) {
            sections.add(new PeersSection(quick, machine.cores()));
        }
    }

    /** Told how far a report is. */
    public interface Progress {

        /**
         * Called before each measurement.
         *
         * @param done  seconds of work behind, as estimated
         * @param total of all work
         * @param next  what is measured next
         */
        void at(double done, double total, String next);
    }

    private Journal journal() throws IOException {
        try {
            Files.createDirectories(folder);
            return new Journal(folder.resolve(JOURNAL), machine);
        } catch (FileSystemException e) {
            throw new IOException("%s: expected a folder that can be written, found %s".formatted(folder,
                    e.getReason() == null ? e.getClass().getSimpleName() + " at " + e.getFile() : e.getReason()), e);
        }
    }

    List<Job> jobs() {
        return sections.stream().<Job>flatMap(section -> section.jobs().stream()).toList();
    }

    /** Measures what is not measured yet: all jobs once, then all once more, so that each is spread over the whole time. */
    public void measure(Progress progress) throws IOException, InterruptedException {
        List<Job> jobs = jobs();
        double total = jobs.stream().mapToDouble(job -> job.rounds() * job.seconds()).sum();
        double done = jobs.stream().mapToDouble(job -> Math.min(journal.count(job), job.rounds()) * job.seconds()).sum();
        int rounds = jobs.stream().mapToInt(Job::rounds).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (Job job : jobs) {
                if (round < job.rounds() && journal.count(job) <= round) {
                    progress.at(done, total, job.command());
                    journal.add(job.measure());
                    done += job.seconds();
                }
            }
        }
        progress.at(total, total, "");
    }

    /** Writes page, tables and text of all that was measured; returns the page. */
    public Path write() throws IOException {
        Results results = new Results(machine, journal);
        List<Chapter> chapters = sections.stream().map(section -> section.chapter(results)).toList();
        Map<String, List<Map<String, Object>>> json = new LinkedHashMap<>();
        for (Chapter chapter : chapters) {
            for (Figure figure : chapter.figures()) {
                writeCsv(figure.table());
                json.put(figure.name(), rows(figure.table()));
                if (figure.svg() != null) {
                    Files.writeString(folder.resolve(figure.name() + ".svg"), Svg.file(figure.svg()));
                }
            }
        }
        Files.writeString(folder.resolve("report.json"), new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
                .create().toJson(Map.of("machine", machine, "figures", json)));
        Files.writeString(folder.resolve("report.md"), new MarkdownPage(machine, quick).text(chapters));
        Path page = folder.resolve("report.html");
        Files.writeString(page, new HtmlPage(machine, quick).text(chapters));
        return page;
    }

    private void writeCsv(Table table) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(folder.resolve(table.name() + ".csv"))) {
            csv.writeRecord(table.header());
            for (List<Object> row : table.rows()) {
                csv.writeRecord(row.stream().map(Object::toString).toList());
            }
        }
    }

    private static List<Map<String, Object>> rows(Table table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> row : table.rows()) {
            Map<String, Object> named = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                if (!(row.get(i) instanceof Double number && number.isNaN())) {
                    named.put(table.header().get(i), row.get(i));
                }
            }
            rows.add(named);
        }
        return rows;
    }
}
