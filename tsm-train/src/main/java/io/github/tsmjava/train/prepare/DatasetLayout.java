package io.github.tsmjava.train.prepare;

import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the lists and videos of a data set lie below a root folder, by the rules of the original code or of MMAction2.
 *
 * <p>Sources: MIT's {@code ops/dataset_configs.py}, MMAction2's configurations.
 *
 * @param trainList   the list to train on
 * @param trainVideos the folder in which its paths begin
 * @param valList     the list to test on
 * @param valVideos   the folder in which its paths begin
 * @param labels      a file with one class name a line, or null where the data set has a known list of them
 */
public record DatasetLayout(Path trainList, Path trainVideos, Path valList, Path valVideos, Path labels) {

    /** The data sets that the original code knows, and the names of their class lists here. */
    private static final Map<String, String> ORIGINAL = Map.of("ucf101", "ucf101", "hmdb51", "hmdb51",
            "something", "something-v1", "somethingv2", "something-v2", "jester", "jester", "kinetics", "kinetics400");

    /** This project's names of data sets, and MMAction2's. */
    private static final Map<String, String> MMACTION2 = Map.of("kinetics400", "kinetics400", "something-v1", "sthv1",
            "something-v2", "sthv2", "jester", "jester", "ucf101", "ucf101", "hmdb51", "hmdb51", "diving48",
            "diving48");

    /**
     * The layout that the original code expects, with its names in any case.
     *
     * @throws IllegalArgumentException in one line, if it does not know the data set, or not in this modality
     */
    public static DatasetLayout original(String dataset, Modality modality, Path root) {
        String name = dataset.toLowerCase(Locale.ROOT);
        boolean flow = modality == Modality.FLOW;
        if (flow && (name.equals("jester") || name.equals("kinetics"))) {
            throw new IllegalArgumentException("the original code has no optical flow of " + name);
        }
        return switch (name) {
            case "ucf101" -> split(root.resolve("UCF101"), "file_list", "jpg", name, flow);
            case "hmdb51" -> split(root.resolve("HMDB51"), "splits", "images", name, flow);
            case "something" -> folder(root.resolve("something/v1"), "",
                    flow ? "20bn-something-something-v1-flow" : "20bn-something-something-v1", flow, true);
            case "somethingv2" -> folder(root.resolve("something/v2"), "",
                    flow ? "20bn-something-something-v2-flow" : "20bn-something-something-v2-frames", flow, true);
            case "jester" -> folder(root.resolve("jester"), "", "20bn-jester-v1", false, true);
            case "kinetics" -> folder(root.resolve("kinetics"), "labels", "images", false, false);
            default -> throw new IllegalArgumentException("unknown data set '%s': expected one of %s"
                    .formatted(dataset, ORIGINAL.keySet().stream().sorted().toList()));
        };
    }

    /** Whether the original code knows a data set of this name, in any case. */
    public static boolean isOriginal(String dataset) {
        return ORIGINAL.containsKey(dataset.toLowerCase(Locale.ROOT));
    }

    /** The name here of a data set of the original code, as in {@code kinetics400} for {@code kinetics}. */
    public static String nameOfOriginal(String dataset) {
        return ORIGINAL.getOrDefault(dataset.toLowerCase(Locale.ROOT), dataset);
    }

    private static DatasetLayout split(Path folder, String lists, String images, String name, boolean flow) {
        String kind = flow ? "_flow_" : "_rgb_";
        Path place = folder.resolve(lists);
        return same(place.resolve(name + kind + "train_split_1.txt"), place.resolve(name + kind + "val_split_1.txt"),
                folder.resolve(images), null);
    }

    private static DatasetLayout folder(Path folder, String lists, String images, boolean flow, boolean named) {
        String end = flow ? "_videofolder_flow.txt" : "_videofolder.txt";
        Path place = folder.resolve(lists);
        return same(place.resolve("train" + end), place.resolve("val" + end), folder.resolve(images),
                named ? folder.resolve("category.txt") : null);
    }

    private static DatasetLayout same(Path trainList, Path valList, Path videos, Path labels) {
        return new DatasetLayout(trainList, videos, valList, videos, labels);
    }

    /**
     * The layout that MMAction2's configurations expect below their folder {@code data}.
     *
     * @param dataset as recipes name it, as in {@code something-v1}
     * @param videos  whether the configuration reads videos rather than frames
     * @throws IllegalArgumentException in one line, if MMAction2 has no such data set
     */
    public static DatasetLayout mmaction2(String dataset, boolean videos, Path root) {
        String name = MMACTION2.get(dataset);
        if (name == null) {
            throw new IllegalArgumentException("MMAction2 has no data set " + dataset);
        }
        Path folder = root.resolve(name);
        String kind = videos ? "videos" : "rawframes";
        String split = name.equals("ucf101") || name.equals("hmdb51") ? "split_1_" : "";
        boolean apart = name.equals("kinetics400");
        return new DatasetLayout(folder.resolve(name + "_train_" + listName(split, kind)),
                folder.resolve(apart ? kind + "_train" : kind),
                folder.resolve(name + "_val_" + listName(split, kind)),
                folder.resolve(apart ? kind + "_val" : kind), null);
    }

    private static String listName(String split, String kind) {
        return split.isEmpty() ? "list_" + kind + ".txt" : split + kind + ".txt";
    }

    /** The first of some layouts whose list to test on is there, or the first of all if none is. */
    public static DatasetLayout firstThatIsThere(List<DatasetLayout> layouts) {
        return layouts.stream().filter(layout -> Files.exists(layout.valList) || Files.exists(layout.trainList))
                .findFirst().orElse(layouts.getFirst());
    }
}
