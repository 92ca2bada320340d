package io.github.tsmjava.train.prepare;

import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The data sets whose annotations can be read. */
public enum Dataset {
    /** {@code kinetics_train.csv}, {@code kinetics_val.csv}, and {@code kinetics_label_map.txt} if it is there. */
    KINETICS,
    /** {@code something-something-v1-labels.csv}, {@code …-train.csv}, {@code …-validation.csv}. */
    SOMETHING_V1,
    /** {@code something-something-v2-labels.json}, {@code …-train.json}, {@code …-validation.json}. */
    SOMETHING_V2,
    /** {@code jester-v1-labels.csv}, {@code …-train.csv}, {@code …-validation.csv}. */
    JESTER,
    /** {@code classInd.txt}, {@code trainlist01.txt}, {@code testlist01.txt}. */
    UCF101,
    /** {@code wave_test_split1.txt} and so on. */
    HMDB51,
    /** {@code Diving48_vocab.json}, {@code Diving48_V2_train.json}, {@code Diving48_V2_test.json}. */
    DIVING48,
    /** No annotations but a folder for each class. */
    FOLDERS;

    /**
     * What some data sets leave open.
     *
     * @param split           of UCF101 and HMDB51: 1, 2 or 3
     * @param sorted          classes of Something-Something V1 and Jester by name, as the original code has them, or in
     *                        the order of their file, as MMAction2 has them
     * @param validationShare of {@link #FOLDERS}: the share of each class's videos, from 0 to below 1
     * @param seed            by which these are drawn
     */
    public record Choice(int split, boolean sorted, double validationShare, long seed) {

        public static final Choice USUAL = new Choice(1, true, 0, 0);
    }

    /** Whether it comes with several divisions into training and test, {@link Choice#split}. */
    public boolean hasSplits() {
        return this == UCF101 || this == HMDB51;
    }

    /** Whether its classes are in use in two orders, {@link Choice#sorted}. */
    public boolean hasOrders() {
        return this == SOMETHING_V1 || this == JESTER;
    }

    /** Its name as this project writes it, as in {@code something-v1}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the annotations.
     *
     * @param folder of the annotations, or for {@link #FOLDERS} of the classes
     * @throws IOException in one line that names the file, if one is missing or is not as expected
     */
    public Annotations read(Path folder, Choice choice) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new VideoException(folder, "expected a folder, found " + (Files.exists(folder) ? "a file" : "none"));
        }
        return switch (this) {
            case KINETICS -> CsvAnnotations.kinetics(folder);
            case SOMETHING_V1 -> CsvAnnotations.twentyBn(folder, "something-something-v1", choice.sorted);
            case SOMETHING_V2 -> JsonAnnotations.somethingV2(folder);
            case JESTER -> CsvAnnotations.twentyBn(folder, "jester-v1", choice.sorted);
            case UCF101 -> SplitAnnotations.ucf101(folder, choice.split);
            case HMDB51 -> SplitAnnotations.hmdb51(folder, choice.split);
            case DIVING48 -> JsonAnnotations.diving48(folder);
            case FOLDERS -> FolderAnnotations.read(folder, choice.validationShare, choice.seed);
        };
    }

    /**
     * The name of a list as the original code has it; videos instead of frames are named as in MMAction2.
     *
     * @param part {@code train}, {@code val} or {@code test}
     */
    public String listName(String part, Choice choice, ListWriter.Kind kind) {
        String name = hasSplits() ? toString() : "";
        return switch (kind) {
            case FRAMES -> name.isEmpty() ? part + "_videofolder.txt"
                    : name + "_rgb_" + part + "_split_" + choice.split + ".txt";
            case FLOW -> name.isEmpty() ? part + "_videofolder_flow.txt"
                    : name + "_flow_" + part + "_split_" + choice.split + ".txt";
            case VIDEOS -> name.isEmpty() ? part + "_videos.txt"
                    : name + "_" + part + "_split_" + choice.split + "_videos.txt";
        };
    }
}
