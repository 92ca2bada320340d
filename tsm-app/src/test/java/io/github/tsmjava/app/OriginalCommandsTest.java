package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.labels.LabelSet;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.NonLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command lines in the read-me files of the original code and of MMAction2, as printed but for what follows them: a
 * root folder, and smaller frames, batches and numbers of epochs than people want to wait for.
 */
class OriginalCommandsTest {

    private static final String TSN = "pretrained/TSM_kinetics_RGB_resnet50_avg_segment5_e50.pth";
    private static final String TSM = "pretrained/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50.pth";
    private static final String DENSE =
            "pretrained/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense.pth";
    private static final String NON_LOCAL =
            "pretrained/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense_nl.pth";
    private static final String SOMETHING =
            "pretrained/TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e45.pth";
    private static final String CONFIG = "configs/recognition/tsm/tsm_r50_1x1x8_50e_kinetics400_rgb.py";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeDataAndNetworks() throws IOException {
        Path kinetics = folder.resolve("kinetics");
        frames(kinetics.resolve("images"), "img_%05d.png");
        lists(Files.createDirectories(kinetics.resolve("labels")), "train_videofolder.txt", "val_videofolder.txt");
        Path something = folder.resolve("something/v1");
        frames(something.resolve("20bn-something-something-v1"), "%05d.png");
        lists(something, "train_videofolder.txt", "val_videofolder.txt");
        Files.writeString(something.resolve("category.txt"),
                IntStream.range(0, 174).mapToObj(i -> "Doing %03d\n".formatted(i)).collect(Collectors.joining()));
        Path ucf = folder.resolve("UCF101");
        frames(ucf.resolve("jpg"), "img_%05d.png");
        lists(Files.createDirectories(ucf.resolve("file_list")), "ucf101_rgb_train_split_1.txt",
                "ucf101_rgb_val_split_1.txt");
        Path mmaction = folder.resolve("kinetics400");
        frames(mmaction.resolve("rawframes_train"), "img_%05d.png");
        frames(mmaction.resolve("rawframes_val"), "img_%05d.png");
        lists(mmaction, "kinetics400_train_list_rawframes.txt", "kinetics400_val_list_rawframes.txt");

        NetworkConfig tsm = NetworkConfig.tsm(new ResNetBackbone(50), 8, 400);
        Files.createDirectories(folder.resolve("pretrained"));
        Inputs.weights(folder.resolve(TSN), NetworkConfig.tsn(new ResNetBackbone(50), 8, 400), Map.of());
        Inputs.weights(folder.resolve(TSM), tsm, Map.of());
        Inputs.weights(folder.resolve(DENSE), tsm, Map.of());
        Inputs.weights(folder.resolve(NON_LOCAL), tsm.withNonLocality(new NonLocality(
                NonLocal.Mode.EMBEDDED_GAUSSIAN, new ResNetBackbone(50).nonLocalBlocks(), true)), Map.of());
        Inputs.weights(folder.resolve(SOMETHING), NetworkConfig.tsm(new ResNetBackbone(50), 8, 174), Map.of());
    }

    private static void frames(Path root, String name) throws IOException {
        for (String video : List.of("one", "two")) {
            Inputs.frames(Files.createDirectories(root.resolve(video)), name);
        }
    }

    private static void lists(Path place, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(place.resolve(name), "one 6 3\ntwo 6 5");
        }
    }

    /** Runs a printed command line, its paths below the test's folder. */
    private static Outcome run(String command, String more) {
        String line = command.replace("pretrained/", folder + "/pretrained/").replaceAll("\\s*\\\\?\\R\\s*", " ");
        return tsm((Object[]) (line + " " + more.replace("ROOT", folder.toString())).strip().split(" +"));
    }

    private static void assertEvaluated(Outcome outcome) {
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("videos      2 of 2"), outcome.out());
        assertFalse(outcome.err().contains("assumed"), outcome.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        TSN + "|--test_segments=8 --test_crops=1 --batch_size=64",
        TSM + "|--test_segments=8 --test_crops=1 --batch_size=64",
        TSM + "|--test_segments=8 --test_crops=10 --batch_size=64",
        TSN + "|--test_segments=8 --test_crops=3 --batch_size=8 --dense_sample --full_res",
        DENSE + "|--test_segments=8 --test_crops=3 --batch_size=8 --dense_sample --full_res",
        NON_LOCAL + "|--test_segments=8 --test_crops=3 --batch_size=8 --dense_sample --full_res"})
    void testsOnKinetics(String weights, String options) {
        Outcome outcome = run("test_models.py kinetics --weights=" + weights + " " + options,
                "--size 32 --root_path ROOT");
        assertEvaluated(outcome);
        assertTrue(outcome.out().contains("applauding"), outcome.out());
        assertTrue(outcome.err().contains("--batch_size: without effect"), outcome.err());
    }

    @ParameterizedTest
    @CsvSource({"--test_crops=1", "--test_crops=3  --twice_sample"})
    void testsOnSomething(String views) {
        Outcome outcome =
                run("test_models.py something --weights=" + SOMETHING + " --test_segments=8 --batch_size=72 -j 24 "
                + views, "--size 32 --root_path ROOT");
        assertEvaluated(outcome);
        assertTrue(outcome.out().contains("Doing 003"), outcome.out());
    }

    /** MMAction2's networks have Jester's classes in the order of its file, the original's lists have them by name. */
    @Test
    void aNetworkOfMmaction2IsRightOnListsOfTheOriginal() throws IOException {
        Path jester = folder.resolve("jester");
        frames(jester.resolve("20bn-jester-v1"), "%05d.png");
        lists(jester, "val_videofolder.txt");
        Path byName = Files.write(jester.resolve("category.txt"), LabelSet.JESTER.labels());
        Path mit = Inputs.weights(folder.resolve("named-by-mit.safetensors"),
                NetworkConfig.tsm(new ResNetBackbone(50), 8, 27), Map.of());
        Path theirs = folder.resolve("named-by-mmaction2.pth");
        assertEquals(0, tsm("convert", mit, theirs, "--names", "mmaction2").exit());
        Outcome found = run("test_models.py jester --weights=" + theirs, "--size 32 --root_path ROOT");
        assertEquals(0, found.exit(), found.err());
        assertTrue(found.err().contains("val_videofolder.txt: the network has the classes in another order"),
                found.err() + found.out());
        Outcome asked = tsm("eval", "--weights", theirs, "--list", jester.resolve("val_videofolder.txt"), "--root",
                jester.resolve("20bn-jester-v1"), "--labels", "jester-csv", "--list-labels", byName, "--size", 32);
        assertEquals(asked.out(), found.out());
        // Labels 3 and 5 of the list.
        assertTrue(found.out().contains(LabelSet.JESTER.labels().get(3))
                && found.out().contains(LabelSet.JESTER.labels().get(5)), found.out() + found.err());
    }

    @Test
    void anEnsembleAndASubmission() throws IOException {
        Path csv = folder.resolve("answers.csv");
        Outcome outcome = run("test_models.py kinetics --weights=" + TSM + "," + TSN
                + " --test_segments=8,8 --coeff=1,2.5 --softmax --max_num 1 --gpus 0 1 --csv_file " + csv,
                "--size 32 --root_path ROOT");
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("videos      1 of 1"), outcome.out());
        assertTrue(Files.readString(csv).matches("one;[a-z ()'\"]+\n"), Files.readString(csv));
    }

    @Test
    void testsAConfiguration() throws IOException {
        Path out = folder.resolve("result.json");
        Outcome outcome = run("tools/test.py " + CONFIG + " " + TSM
                + " --eval top_k_accuracy mean_class_accuracy --out " + out, "--size 32 --root_path ROOT");
        assertEvaluated(outcome);
        assertTrue(Files.readString(out).startsWith("[["), Files.readString(out));
    }

    /** As large as the test's data. */
    private static final String SMALL =
            " --epochs 1 --batch-size 2 --size 32 --root_path ROOT --root_model ROOT/checkpoint";

    static List<Arguments> trainings() {
        return List.of(
            Arguments.of("""
        main.py kinetics RGB \\
             --arch resnet50 --num_segments 8 \\
             --gd 20 --lr 0.02 --wd 1e-4 --lr_steps 20 40 --epochs 50 \\
             --batch-size 128 -j 16 --dropout 0.5 --consensus_type=avg --eval-freq=1 \\
             --shift --shift_div=8 --shift_place=blockres --npb""",
             "TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e1", 400),
            Arguments.of("""
        main.py ucf101 RGB \\
             --arch resnet50 --num_segments 8 \\
             --gd 20 --lr 0.001 --lr_steps 10 20 --epochs 25 \\
             --batch-size 64 -j 16 --dropout 0.8 --consensus_type=avg --eval-freq=1 \\
             --shift --shift_div=8 --shift_place=blockres \\
             --tune_from=pretrained/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50.pth""",
             "TSM_ucf101_RGB_resnet50_shift8_blockres_avg_segment8_e1", 101),
            Arguments.of("""
        main.py something RGB \\
             --arch resnet50 --num_segments 16 \\
             --gd 20 --lr 0.001 --lr_steps 10 20 --epochs 25 \\
             --batch-size 64 -j 16 --dropout 0.5 --consensus_type=avg --eval-freq=1 \\
             --shift --shift_div=8 --shift_place=blockres \\
             --tune_from=pretrained/TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50.pth""",
             "TSM_something_RGB_resnet50_shift8_blockres_avg_segment16_e1", 174),
            Arguments.of("""
        main.py something RGB \\
             --arch resnet50 --num_segments 8 \\
             --gd 20 --lr 0.01 --lr_steps 20 40 --epochs 50 \\
             --batch-size 64 -j 16 --dropout 0.5 --consensus_type=avg --eval-freq=1 \\
             --shift --shift_div=8 --shift_place=blockres --npb""",
             "TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e1", 174));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void trains(String command, String name, int classes) throws IOException {
        Outcome outcome = run(command, SMALL);
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().startsWith("TSM-resnet50: shift in 16 blocks"), outcome.out());
        assertTrue(outcome.err().contains("-j: without effect"), outcome.err());
        Path trained = folder.resolve("checkpoint").resolve(name).resolve("checkpoint.safetensors");
        assertEquals(classes, PretrainedNetwork.load(trained).labels().size());
    }

    @Test
    void withoutShiftTheOriginalTrainsATsn() {
        Outcome outcome = run("main.py kinetics RGB --arch MobileNetV2 --num_segments 2 --width 0.25 --suffix tsn "
                + "--pretrain none", SMALL);
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().startsWith("TSN-mobilenetv2: a TSN, no block shifts"), outcome.out());
        Path trained = folder.resolve("checkpoint/TSM_kinetics_RGB_mobilenetv2_avg_segment2_e1_none_tsn");
        assertTrue(Files.exists(trained.resolve("log.csv")));
        Outcome tested =
                run("main.py kinetics RGB --arch mobilenetv2 --width 0.25 --num_segments 2 --evaluate --resume "
                + trained.resolve("checkpoint.safetensors"), "--size 32 --batch-size 2 --root_path ROOT");
        assertEquals(0, tested.exit(), tested.err());
        assertTrue(tested.out().contains("videos      2 of 2"), tested.out());
    }

    @Test
    void trainsAConfiguration() {
        Path work = folder.resolve("work_dirs/tsm_r50_1x1x8_100e_kinetics400_rgb");
        Outcome outcome =
                run("tools/train.py " + CONFIG + " --work-dir " + work + " --validate --seed 0 --deterministic",
                "--epochs 1 --batch-size 2 --size 32 --root_path ROOT");
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("validation top-1"), outcome.out());
        assertTrue(Files.exists(work.resolve("validation.csv")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "main.py kinetics Flow --arch resnet50|no optical flow of kinetics",
        "main.py kinetics Depth --arch resnet50|MODALITY: expected RGB or Flow, found 'Depth'",
        "main.py kinetics RGB|BNInception, the original's default, is not supported",
        "main.py kinetics RGB --arch resnet18 --loss_type mse|--loss-type: expected nll",
        "main.py kinetics RGB --arch resnet18 --evaluate|--evaluate: expected with --val-list"})
    void whatCannotBeTrainedIsSaidInOneLine(String command, String expected) {
        Outcome outcome = run(command, "--root_path ROOT --batch-size 2");
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "test_models.py imagenet --weights=W|unknown data set 'imagenet'",
        "test_models.py kinetics --weights=W --crop_fusion_type max|--crop-fusion-type: expected avg",
        "tools/test.py CONFIG W --eval mmit_mean_average_precision|--eval: expected top_k_accuracy",
        "test_models.py kinetics --weights=W --root_path absent|absent"})
    void whatCannotBeIsSaidInOneLine(String command, String expected) {
        Outcome outcome = run(command.replace("W", TSM).replace("CONFIG", CONFIG), "");
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
    }
}
