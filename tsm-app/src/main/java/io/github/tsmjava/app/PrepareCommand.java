package io.github.tsmjava.app;

import picocli.CommandLine.Command;

/** {@code tsm prepare}: data sets for training and testing. */
@Command(name = "prepare", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Prepares data sets for training and testing.",
        subcommands = {FramesCommand.class, LabelsCommand.class})
final class PrepareCommand {
}
