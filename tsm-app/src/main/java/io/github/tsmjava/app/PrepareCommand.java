package io.github.tsmjava.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tsm prepare}: data sets for training and testing. */
@Command(name = "prepare", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Prepares data sets for training and testing.",
        subcommands = {FramesCommand.class, LabelsCommand.class, StreamsCommand.class})
final class PrepareCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Without a command, the overview. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
