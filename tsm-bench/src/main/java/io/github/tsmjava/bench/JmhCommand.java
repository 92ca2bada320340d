package io.github.tsmjava.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The JMH benchmarks, with JMH's own options. */
@Command(name = "jmh", description = "Runs JMH benchmarks; all that follows is for JMH, such as -h, -l "
        + "or ShiftBenchmark -p map=256x56x64.")
final class JmhCommand implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
