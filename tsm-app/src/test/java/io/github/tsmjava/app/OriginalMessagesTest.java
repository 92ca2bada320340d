package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.labels.LabelSet;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.TrainingCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people who know the originals are told: where their command lines go another way here, and what comes next. */
class OriginalMessagesTest {

    private static final String CONFIG = "configs/recognition/tsm/tsm_r50_1x1x8_50e_kinetics400_rgb.py";
    private static final String SMALL = " --arch mobilenetv2 --width 0.25 --num_segments 2 --size 32 --batch-size 2";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeDataAndNetworks() throws IOException {
        Path jester = folder.resolve("jester");
        data(jester, jester.resolve("20bn-jester-v1"), "%05d.png", "train_videofolder.txt", "val_videofolder.txt");
        Files.write(jester.resolve("category.txt"), LabelSet.JESTER.labels());
        Path kinetics = folder.resolve("kinetics");
        data(kinetics.resolve("labels"), kinetics.resolve("images"), "img_%05d.png", "train_videofolder.txt",
                "val_videofolder.txt");
        Path mmaction = folder.resolve("kinetics400");
        data(mmaction, mmaction.resolve("rawframes_train"), "img_%05d.png", "kinetics400_train_list_rawframes.txt",
                "kinetics400_val_list_rawframes.txt");
        for (int classes : List.of(27, 400)) {
            Inputs.weights(folder.resolve("of" + classes + ".safetensors"),
                    NetworkConfig.tsm(MobileNetV2Backbone.mit(0.25), 2, classes), Map.of());
        }
        Files.createFile(folder.resolve("ckpt.pth.tar"));
    }

    private static void data(Path lists, Path frames, String name, String... listNames) throws IOException {
        for (String video : List.of("one", "two")) {
            Inputs.frames(Files.createDirectories(frames.resolve(video)), name);
        }
        Files.createDirectories(lists);
        for (String list : listNames) {
            Files.writeString(lists.resolve(list), "one 6 3\ntwo 6 5");
        }
    }

    private static Outcome run(String line) {
        return tsm((Object[]) line.replace("ROOT", folder.toString()).replace("CONFIG", CONFIG).strip().split(" +"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "test_models.py jester --weights ROOT/of400.safetensors --root_path ROOT|"
                + "jester has 27 classes, the network in ROOT/of400.safetensors has 400",
        "test_models.py kinetics --weights ROOT/of27.safetensors --root_path ROOT|"
                + "kinetics400 has 400 classes, the network in ROOT/of27.safetensors has 27",
        "main.py kinetics RGB -e --tune_from ROOT/of27.safetensors --num_segments 2 --shift --arch mobilenetv2 --width "
                + "0.25 --root_path ROOT|kinetics400 has 400 classes, the network in ROOT/of27.safetensors has 27",
        "test_models.py kinetics --root_path ROOT|--weights: expected a checkpoint to test on kinetics",
        "tools/test.py CONFIG|--weights: expected a checkpoint to test with CONFIG",
        "main.py kinetics|MODALITY: expected RGB or Flow after kinetics",
        "main.py hmdb51 RGB --arch resnet18|no HMDB51/splits/hmdb51_rgb_train_split_1.txt in /ssd/video, data or "
                + "dataset; --root_path names the folder, --train-list the file",
        "main.py something RGB --arch resnet18 --root_path ROOT|no something/v1/train_videofolder.txt in ROOT; "
                + "--root_path",
        "test_models.py something --weights ROOT/of27.safetensors --root_path ROOT|"
                + "no something/v1/val_videofolder.txt in ROOT; --root_path names the folder, --test-list the file",
        "main.py jester RGB --arch resnet18 --root_path ROOT --resume ROOT/ckpt.pth.tar|a checkpoint of the original "
                + "code cannot be resumed here; --tune-from ROOT/ckpt.pth.tar starts from its parameters",
        "main.py jester RGB --arch resnet18 --root_path ROOT --resume absent|"
                + "--resume: absent: no such file; without --resume the training begins anew",
        "tools/train.py CONFIG --resume auto|--resume: expected a checkpoint.safetensors, found auto",
        "tools/train.py CONFIG --resume-from absent|--resume: absent: no such file",
        "tools/train.py CONFIG --cfg-options model.backbone.depth=18 data.workers=1|"
                + "not supported: --lr, --epochs, --batch-size and others change parts of a recipe",
        "tools/train.py CONFIG --load-from F|--load-from: not supported: --tune-from",
        "tools/test.py CONFIG F --cfg-options a=b|not supported: --segments",
        "tools/test.py tsm_mobilenetv2_video_dense_1x1x8_100e_kinetics400_rgb.py F|"
                + "there is tsm_mobilenetv2_dense_1x1x8_100e_kinetics400_rgb",
        "tools/train.py configs/tsm_imagenet-pretrained-r50_8xb16-1x1x8-50e_kinetics400-rgb.py|"
                + "no kinetics400/kinetics400_train_list_rawframes.txt in ",
        "tools/train.py configs/tsm_imagenet-pretrained-r50_8xb16-1x1x8-50e_kinetics700-rgb.py|"
                + "there is tsm_imagenet-pretrained-r50_8xb16-1x1x8-50e_kinetics400-rgb",
        "eval --recipe tsm_temporal_pool_r50_1x1x8_50e_kinetics400_rgb --weights ROOT/of27.safetensors --list L|"
                + "temporal pool",
        "online_demo/main.py|online_demo/main.py: here ./tsm logits --online",
        "tools/gen_label_sthv2.py|tools/gen_label_sthv2.py: here ./tsm prepare labels, see docs/from-the-original.md",
        "tools/vid2img_kinetics.py in out|here ./tsm prepare frames",
        "tools/analysis/report_accuracy.py --scores a b|here ./tsm eval --scores",
        "tools/analysis/get_flops.py CONFIG|here ./tsm inspect CHECKPOINT"})
    void whatGoesAnotherWayIsSaid(String line, String expected) {
        Outcome outcome = run(line);
        assertEquals(2, outcome.exit(), outcome.out());
        String said = outcome.err().lines().toList().getLast();
        String wanted = expected.replace("ROOT", folder.toString()).replace("CONFIG", CONFIG);
        assertTrue(said.startsWith("tsm: ") && said.contains(wanted), outcome.err());
    }

    @Test
    void theLineToTestWithWorksWhenItIsPasted() {
        Outcome trained = run("main.py jester RGB --root_path ROOT --root_model ROOT/models --epochs 1 -j 4" + SMALL);
        assertEquals(0, trained.exit(), trained.err());
        assertEquals("tsm: -j: without effect here, see docs/from-the-original.md", trained.err().strip());
        assertTrue(trained.out().contains(" 27 classes; 1 epoch of 1 step of 2 videos; from random parameters, since "
                + "no ImageNet file of mobilenetv2 was found in "), trained.out());
        String line = trained.out().lines().filter(text -> text.startsWith("test it: ./tsm ")).findFirst()
                .orElseThrow();
        Outcome tested = run(line.substring("test it: ./tsm ".length()));
        assertEquals(0, tested.exit(), tested.err());
        assertTrue(tested.out().contains("videos      2 of 2"), tested.out());
    }

    /** So a training may get more epochs when it is resumed. */
    @Test
    void theEpochsAfterWhichTheRateFallsDoNotDependOnTheirNumber() throws IOException {
        String line = "main.py jester RGB --root_path ROOT --root_model ROOT/steps" + SMALL;
        assertEquals(0, run(line + " --epochs 1").exit());
        Path checkpoint = folder.resolve("steps/TSM_jester_RGB_mobilenetv2_avg_segment2_e1/checkpoint.safetensors");
        assertTrue(TrainingCheckpoint.read(checkpoint).settings().toString().contains("steps=[50, 100]"),
                TrainingCheckpoint.read(checkpoint).settings().toString());
        Outcome resumed = run(line + " --epochs 2 --resume " + checkpoint);
        assertEquals(0, resumed.exit(), resumed.err());
        Outcome halves = run(line + " --epochs 3 --lr_steps 0.5 1.5");
        assertEquals(0, halves.exit(), halves.err());
        assertTrue(TrainingCheckpoint.read(folder.resolve("steps/TSM_jester_RGB_mobilenetv2_avg_segment2_e3/"
                + "checkpoint.safetensors")).settings().toString().contains("steps=[1, 2]"));
    }

    @Test
    void anEvaluationNeedsNoBatch() {
        Outcome outcome = run("main.py kinetics RGB -e --tune_from ROOT/of400.safetensors --num_segments 2 --shift "
                + "--arch mobilenetv2 --width 0.25 --size 32 --root_path ROOT");
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("videos      2 of 2"), outcome.out());
    }

    @Test
    void optionsOfMmaction2AreAcceptedAndNamedAsTyped() {
        Outcome trained = run("tools/train.py CONFIG --work-dir ROOT/work --no-validate --amp --auto-scale-lr "
                + "--diff_seed --launcher=none --root_path ROOT --epochs 1" + SMALL);
        assertEquals(0, trained.exit(), trained.err());
        assertTrue(trained.err().contains("tsm: --amp, --auto-scale-lr, --diff_seed, --launcher: without effect"),
                trained.err());
        assertTrue(trained.err().contains("taken is tsm_r50_1x1x8_50e_kinetics400_rgb_340x256"), trained.err());
        assertFalse(trained.out().contains("validation top-1"), trained.out());
        Outcome tested = run("test_models.py jester --weights ROOT/of27.safetensors -j4 --input_size 224 --show --dump "
                + "ROOT/scores.json --size 32 --root_path ROOT --test_segments 2 --shift-div 8 --shift-mode "
                        + "bidirectional");
        assertEquals(0, tested.exit(), tested.err());
        assertEquals("tsm: -j, --input_size, --show: without effect here, see docs/from-the-original.md",
                tested.err().strip());
        assertTrue(Files.exists(folder.resolve("scores.json")));
    }
}
