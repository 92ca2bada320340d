package io.github.tsmjava.bench;

import io.github.tsmjava.bench.report.TemporalTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./tsm bench temporal}: the layers that see time, in a minute. */
@Command(name = "temporal", mixinStandardHelpOptions = true,
        description = "Measures the shift against 3-D convolutions on the maps of ResNet-50, in about a minute.")
final class TemporalCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        TemporalTable.print(System.out);
        return 0;
    }
}
