package io.github.tsmjava.app;

import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.prepare.Annotations;
import io.github.tsmjava.train.prepare.Dataset;
import io.github.tsmjava.train.prepare.ListWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tsm prepare labels}: a data set's own annotations to lists for training and testing. */
@Command(name = "labels", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes lists of the videos that are there, named as the original code names them "
                + "(train_videofolder.txt, ucf101_rgb_train_split_1.txt), and of the classes (category.txt).")
final class LabelsCommand implements Callable<Integer> {

    /** Data sets by their names, {@code something-v1} and so on. */
    static final class DatasetNames extends ArrayList<String> implements ITypeConverter<Dataset> {

        private static final long serialVersionUID = 1L;

        DatasetNames() {
            super(Arrays.stream(Dataset.values()).map(Dataset::toString).toList());
        }

        @Override
        public Dataset convert(String text) {
            String name = text.replace('_', '-');
            return Arrays.stream(Dataset.values()).filter(dataset -> dataset.toString().equalsIgnoreCase(name)).findAny()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of %s, found '%s'".formatted(String.join(", ", this), text)));
        }
    }

    /** The order of classes. */
    private enum Order {
        SORTED, FILE
    }

    @Parameters(index = "0", paramLabel = "DATASET", converter = DatasetNames.class,
            completionCandidates = DatasetNames.class,
            description = "One of ${COMPLETION-CANDIDATES}; folders means a plain folder of folders, one for each class.")
    private Dataset dataset;

    @Option(names = "--root", required = true, paramLabel = "R",
            description = "The folder of the frames, or of the videos.")
    private Path root;

    @Option(names = "--annotations", paramLabel = "A",
            description = "The folder of the data set's own annotation files (default: R).")
    private Path annotations;

    @Option(names = "--output", required = true, paramLabel = "O", description = "The folder to write lists to.")
    private Path output;

    @Option(names = "--format", paramLabel = "frames|flow|videos", defaultValue = "frames",
            description = "Lists of folders of frames or of optical flow, path frames label, or of videos, path label "
                    + "(default: ${DEFAULT-VALUE}).")
    private ListWriter.Kind kind;

    @Option(names = "--split", paramLabel = "1|2|3", defaultValue = "1",
            description = "Of UCF101 and HMDB51 (default: ${DEFAULT-VALUE}).")
    private int split;

    @Option(names = "--order", paramLabel = "sorted|file", defaultValue = "sorted",
            description = "Classes of Something-Something V1 and Jester: by name, as the original code's networks have "
                    + "them, or as in the file of labels, as MMAction2's have (default: ${DEFAULT-VALUE}).")
    private Order order;

    @Option(names = "--validation-share", paramLabel = "P", defaultValue = "0",
            description = "Of folders without train and val: per cent of each class for validation "
                    + "(default: ${DEFAULT-VALUE}).")
    private int validationPercent;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of the random numbers that choose them (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--split", split, 1, 3);
        UsageException.requireRange("--validation-share", validationPercent, 0, 99);
        requireFor("--annotations", dataset != Dataset.FOLDERS);
        requireFor("--split", dataset.hasSplits());
        requireFor("--order", dataset.hasOrders());
        requireFor("--validation-share", dataset == Dataset.FOLDERS);
        requireFor("--seed", dataset == Dataset.FOLDERS);
        Dataset.Choice choice = new Dataset.Choice(split, order == Order.SORTED, validationPercent / 100.0, seed);
        Annotations read = dataset.read(annotations == null ? root : annotations, choice);
        ListWriter writer = new ListWriter(root, kind);
        Map<String, ListWriter.Found> found = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        read.splits().forEach((part, items) -> {
            try (Progress progress = Progress.over(items.size(), part)) {
                found.put(part, writer.find(items, progress::step));
            }
            names.put(part, dataset.listName(part, choice, kind));
        });
        writer.write(output, read, found, names);
        found.forEach((part, videos) -> {
            spec.commandLine().getOut().printf("%s: %d videos of %d classes%n",
                    output.resolve(names.get(part)), videos.lines().size(), read.classes().size());
            if (!videos.missing().isEmpty()) {
                spec.commandLine().getErr().printf("tsm: %d of %d videos are not in %s, see missing_%s.txt%n",
                        videos.missing().size(), videos.missing().size() + videos.lines().size(), root, part);
            }
        });
        return 0;
    }

    /** Refuses an option that has no effect on this data set. */
    private void requireFor(String option, boolean meant) {
        if (!meant && spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new UsageException("%s: means nothing for %s".formatted(option, dataset));
        }
    }
}
