package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.page.Chapter;
import java.util.List;

/** A question of the report: what is to be measured for it, and what the numbers say. */
interface Section {

    /** What is to be measured. */
    List<? extends Job> jobs();

    /** What was measured. */
    Chapter chapter(Results results);
}
