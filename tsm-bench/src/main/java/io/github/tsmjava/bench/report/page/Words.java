package io.github.tsmjava.bench.report.page;

import io.github.tsmjava.bench.report.job.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What page and text of a report both say, whatever was measured. */
public final class Words {

    public static final String ROUGH = "A quick run: one or two processes a benchmark and short turns. Read intervals, not digits; "
            + "./tsm bench report without --quick measures for an hour.";

    public static final String ABSTRACT = "A temporal shift network sees time by moving an eighth of its channels one frame "
            + "forward and another eighth one frame back. That needs no parameter and no multiplication, which is not "
            + "the same as no time. This report measures what it does cost on one machine, and what a 3-D convolution "
            + "in its place costs. Each plot is followed by what it shows, the numbers, and the command that measures "
            + "them again.";

    public static final List<String> METHOD = List.of(
            "Times are measured by JMH, in JVMs of their own with the flags below. The forms that are compared take "
            + "turns, one iteration each, A B C A B C; the ratio of a process is the median of the ratios within its "
            + "rounds, so what slows the machine down slows both; that of several, their geometric mean. All benchmarks "
            + "run once, then all once more: a benchmark's processes are spread over the whole time. Bandwidth, ceiling "
            + "and peak memory are measured without JMH.",
            "Processes differ from one another in ways that no number of turns shows, such as where arrays lie in "
            + "memory. So the interval of a ratio (95 %, Student's t) comes from how its processes differ, taken "
            + "together over the maps of a figure. Where there are too few of them, as for networks and training in a "
            + "quick run, it comes from turns, is too narrow, and the sentence says so. A difference is called one if "
            + "its interval leaves out 1. An interval within 2 % of 1 is called no difference, if the Mann-Whitney test "
            + "does not tell the times apart either (p of 0.05 or more); anything else is left open. Times are medians "
            + "over all turns, with quartiles; since ratios are paired, they may differ from ratios of medians.",
            "To repeat a number, run its command; for one form alone, put it alone behind forms=. Then JMH's own score "
            + "is that form's mean. Times of separate runs differ by as much as the machine drifts; ratios by far less.");

    private Words() {
    }

    public static String where(Machine machine) {
        return "%s, %d core%s · %s · %s kernels · commit %s · %s".formatted(machine.processor(), machine.cores(),
                machine.cores() == 1 ? "" : "s", machine.java(), machine.kernels(), machine.commit(), machine.date());
    }

    static Map<String, String> machine(Machine machine) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("processor", machine.processor());
        rows.put("cores", "" + machine.cores());
        rows.put("system", machine.system());
        rows.put("Java", machine.java());
        rows.put("flags", machine.flags());
        rows.put("kernels", machine.kernels());
        rows.put("commit", machine.commit());
        rows.put("date", machine.date());
        return rows;
    }
}
