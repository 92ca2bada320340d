package io.github.tsmjava.app.options;

import io.github.tsmjava.app.report.EvaluationReport;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.labels.LabelSet;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The class names in an evaluation: those of the networks, and those of the lists, which may have another order. */
final class MemberLabels {

    @Option(names = "--labels", paramLabel = "F", description = ModelOptions.LABELS)
    private Path labels;

    @Option(names = "--list-labels", paramLabel = "F",
            description = "Class names in the order of the list's labels, where the network has them in another order; "
                    + "they are matched by name.")
    private Path listLabels;

    /** The names of {@code --labels}, or else those given, or "class 0" and so on. */
    List<String> names(List<String> given, int classes) throws IOException {
        return labels != null ? Labels.read(labels, classes) : EvaluationReport.names(given, classes);
    }

    /**
     * The network with class names: those of {@code --labels}, its own, those beside the list, or those of the data
     * set.
     *
     * @param weights its file
     * @param layout  of the data set, or null
     * @param dataset by name, or an empty text
     */
    PretrainedNetwork named(PretrainedNetwork model, Path weights, DatasetLayout layout, String dataset,
                            PrintWriter err) throws IOException {
        int classes = model.network().config().classes();
        if (labels != null) {
            return model.withLabels(Labels.read(labels, classes));
        }
        List<String> besideList = besideList(layout);
        // The order is that of the code that trained it, whatever preprocessing is asked for.
        Flavour trained = model.family().flavour();
        List<String> ofDataset = LabelSet.ofDataset(dataset, trained).map(LabelSet::labels).orElse(List.of());
        requireClasses(dataset, besideList.isEmpty() ? ofDataset : besideList, weights, classes);
        if (!model.labels().isEmpty() && model.labelGuess() == null) {
            return model;
        }
        boolean ownOrder = trained == Flavour.MMACTION2 && isReordered(ofDataset, besideList);
        if (!besideList.isEmpty() && !ownOrder) {
            return model.withLabels(besideList);
        }
        if (!ofDataset.isEmpty()) {
            return model.withLabels(ofDataset);
        }
        CheckpointOptions.reportLabels(model, weights, err);
        return model;
    }

    /** Refuses a network with another number of classes than the data set. */
    private static void requireClasses(String dataset, List<String> names, Path weights, int classes) {
        if (!names.isEmpty() && names.size() != classes) {
            throw new UsageException("%s has %d classes, the network in %s has %d"
                    .formatted(dataset, names.size(), weights, classes));
        }
    }

    /** The class names in the order of the data set's lists, as far as a file says them. */
    private static List<String> besideList(DatasetLayout layout) throws IOException {
        return layout != null && layout.labels() != null && Files.exists(layout.labels())
                ? Labels.read(layout.labels()) : List.of();
    }

    private static boolean isReordered(List<String> names, List<String> others) {
        return !names.equals(others) && names.size() == others.size() && Set.copyOf(names).equals(Set.copyOf(others));
    }

    /**
     * The list with the labels of the network.
     *
     * @param layout of the data set, or null
     */
    VideoList inOrderOf(PretrainedNetwork model, VideoList list, DatasetLayout layout, PrintWriter err)
            throws IOException {
        List<String> names = EvaluationReport.names(model);
        List<String> besideList = besideList(layout);
        if (listLabels != null) {
            return matched(list, Labels.read(listLabels, names.size()), names);
        }
        if (isReordered(names, besideList)) {
            err.printf("tsm: %s: the network has the classes in another order; they are matched by name%n",
                    list.file());
            return matched(list, besideList, names);
        }
        return list;
    }

    private static VideoList matched(VideoList list, List<String> namesOfList, List<String> names) throws IOException {
        List<Integer> ofNetwork = new ArrayList<>();
        for (String name : namesOfList) {
            if (!names.contains(name)) {
                throw new UsageException("--list-labels: the network has no class \"%s\"; --labels names its classes"
                        .formatted(name));
            }
            ofNetwork.add(names.indexOf(name));
        }
        return list.withLabels(ofNetwork);
    }
}
