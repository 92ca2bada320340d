package io.github.tsmjava.train.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.RandomCrop;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesTest {

    @TempDir
    private Path folder;

    private static Recipe recipe(String name) {
        return Recipes.find(name).orElseThrow();
    }

    @Test
    void configurationsAreFoundByTheirFiles() {
        assertEquals("tsm_r50_1x1x8_50e_kinetics400_rgb_340x256",
                Recipes.find("configs/recognition/tsm/tsm_r50_1x1x8_50e_kinetics400_rgb.py").orElseThrow().name());
        assertEquals("tsm_r50_1x1x8_50e_jester_rgb",
                Recipes.find("TSM_r50_1x1x8_50e_jester_rgb.py").orElseThrow().name());
        assertEquals("tsm_temporal_pool_r50_1x1x8_50e_kinetics400_rgb",
                Recipes.find("tsm_temporal_pool_r50_1x1x8_50e_kinetics400_rgb.py").orElseThrow().name());
        assertEquals("TSM_kinetics_RGB_resnet50_avg_segment5_e50",
                Recipes.find("pretrained/TSM_kinetics_RGB_resnet50_avg_segment5_e50.pth").orElseThrow().name());
        assertTrue(Recipes.find("configs/recognition/tsn/tsn_r50_1x1x8_50e_kinetics400_rgb.py").isEmpty());
    }

    @Test
    void everyRecipeIsWhole() {
        assertEquals(Recipes.all().size(), Recipes.all().stream().map(Recipe::name).distinct().count());
        for (Recipe recipe : Recipes.all()) {
            assertTrue(recipe.classes() > 1 && recipe.segments() > 1, recipe.name());
            assertTrue(recipe.trainSegments() == null || recipe.trainSegments() > 1, recipe.name());
            assertTrue(recipe.flavour() != null && recipe.modality() != null && recipe.backbone() != null,
                    recipe.name());
            assertTrue(List.of("imagenet", "none").contains(recipe.pretraining())
                    || Recipes.find(recipe.pretraining()).isPresent(), recipe.name());
            for (Recipe.Result result : recipe.results()) {
                assertTrue(result.views().clips() != null && result.top1() > 40 && result.top1() < 100, recipe.name());
                assertTrue(result.top5() == null || result.top5() > result.top1() && result.top5() < 100,
                        recipe.name());
            }
            Training training = recipe.training();
            if (training != null) {
                assertTrue(training.steps().stream().allMatch(step -> step < training.epochs()), recipe.name());
                assertFalse(training.augmentations().contains(null), recipe.name());
            }
            assertEquals(recipe.flavour() == Flavour.MMACTION2 && recipe.address() != null,
                    recipe.hashPrefix().isPresent(), recipe.name());
        }
    }

    @Test
    void rowsOfTheTables() {
        Recipe dense = recipe("TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense_nl");
        assertEquals(NonLocal.Mode.EMBEDDED_GAUSSIAN, dense.nonLocal());
        Views views = new Views(Sampling.Strategy.DENSE, Crops.THREE, 224, true);
        assertEquals(75.6, dense.result(views).orElseThrow().top1());

        Recipe something = recipe("tsm_r50_flip_randaugment_1x1x8_50e_sthv1_rgb");
        assertEquals(47.85, something.result(Views.EFFICIENT).orElseThrow().top1());
        assertEquals(50.31, something.result(Views.ACCURATE).orElseThrow().top1());
        assertEquals(76.60, something.result(Views.ACCURATE).orElseThrow().referenceTop5());
        assertEquals(List.of(Training.Change.MULTI_SCALE_CROP, Training.Change.FLIP_WITH_LABELS,
                Training.Change.RAND_AUGMENT_IMGAUG), something.training().augmentations());
        assertEquals("76937692", something.hashPrefix().orElseThrow());
        assertTrue(something.result(views).isEmpty());

        Recipe fineTuned = recipe("tsm_k400_pretrained_r50_1x1x16_25e_ucf101_rgb");
        assertEquals(0.00075, fineTuned.training().learningRate());
        assertEquals("tsm_r50_1x1x16_50e_kinetics400_rgb_256p", fineTuned.pretraining());
        assertEquals("resnet101", recipe("tsm_r101_1x1x8_50e_sthv1_rgb").backbone());
    }

    @Test
    void rowsOfVersionOne() {
        Recipe newer = Recipes.find("configs/recognition/tsm/tsm_imagenet-pretrained-r50_8xb16-1x1x8-50e_sthv2-rgb.py")
                .orElseThrow();
        assertEquals(62.72, newer.result(Views.ACCURATE).orElseThrow().top1());
        assertEquals("be0fc26e", newer.hashPrefix().orElseThrow());
        Schedule schedule = newer.training().schedule();
        assertEquals(List.of(0.002, 0.0065, 0.011, 0.0155, 0.02, 0.02, 0.002, 0.0002), List.of(0, 1, 2, 3, 4, 24, 25, 45).stream()
                .map(epoch -> Math.round(1e6 * schedule.rate(epoch)) / 1e6).toList());
        assertEquals(List.of(Training.Change.MULTI_SCALE_CROP, Training.Change.FLIP_WITH_LABELS), newer.training().augmentations());
        assertEquals(NonLocal.Mode.GAUSSIAN,
                recipe("tsm_imagenet-pretrained-r50-nl-gaussian_8xb16-1x1x8-50e_kinetics400-rgb").nonLocal());
        assertEquals(11, Recipes.matching("tsm_imagenet-pretrained").size());
    }

    @Test
    void learningRatesFollowTheBatch() {
        for (Recipe recipe : Recipes.all()) {
            Training training = recipe.training();
            if (training != null && !recipe.dataset().equals("gestures")) {
                double usual = recipe.pretraining().equals("imagenet") ? 1.5625e-4 : 1.5625e-5;
                double expected = recipe.name().equals("tsm_r50_video_1x1x8_50e_kinetics400_rgb") ? 2 * usual : usual;
                assertEquals(expected, training.learningRate() / training.batch(), 1e-12, recipe.name());
            }
        }
    }

    @Test
    void recipesAreFoundByPartsOfNames() {
        assertTrue(Recipes.find("no such").isEmpty());
        assertEquals(3, Recipes.matching("UCF101").size());
        assertTrue(Recipes.matching("Kinetics400").size() > 20);
    }

    @Test
    void aFileIsCheckedAgainstThePublishedHash() throws IOException {
        // The SHA-256 of "abc" begins with ba7816bf.
        Path file = Files.writeString(folder.resolve("abc.pth"), "abc");
        Recipe of = recipe("tsm_r50_1x1x8_50e_jester_rgb");
        Recipe abc = new Recipe("abc", of.flavour(), of.dataset(), 27, of.modality(), "resnet50", null, true, false,
                null, null, false, 8, null, null, null, null, List.of(),
                "https://example.org/models/abc_2021-ba7816bf.pth", List.of());
        assertTrue(abc.verify(file));
        String message = assertThrows(IOException.class, () -> of.verify(file)).getMessage();
        assertTrue(message.contains("begins with c799267e") && message.contains("found ba7816bf"), message);
        assertFalse(recipe("tsm_mobilenetv2_utd_mhad").verify(file));
        assertThrows(IOException.class, () -> abc.verify(folder.resolve("absent.pth")));
    }

    @Test
    void aRecipeBecomesObjects() {
        Recipe pooled = recipe("tsm_temporal_pool_r50_1x1x8_50e_kinetics400_rgb");
        assertEquals(NetworkConfig.tsm(new ResNetBackbone(50), 8, 400).withTemporalPool(), pooled.network());
        Recipe box = recipe("tsm_mobilenetv2_gestures");
        assertEquals(PretrainedNetwork.gestures().network().config(), box.network());
        assertEquals(96, box.size());
        TrainingSettings settings = box.settings();
        assertEquals(new Schedule.Cosine(0.05, 12), settings.schedule());
        assertEquals(List.of(12, 32), List.of(settings.epochs(), settings.batch()));
        TrainingClips.Augmentation clips = box.augmentation(List.of("left", "right"));
        assertEquals(Flip.exchangingSides(List.of("left", "right")), clips.flip());
        assertEquals(RandomCrop.large(), clips.crop());
        assertThrows(IllegalArgumentException.class, () -> box.augmentation(List.of()));
        assertEquals(32, recipe("i3d_resnet50").network().segments());
        assertThrows(IllegalArgumentException.class, () -> recipe("tsm_resnext101_kinetics400").network());
        assertThrows(IllegalStateException.class, () -> recipe("i3d_resnet50").settings());
        for (Recipe recipe : Recipes.all()) {
            if (Recipe.backbone(recipe.backbone(), 1).isPresent()) {
                NetworkConfig network = recipe.network(3);
                assertEquals(recipe.shift() || recipe.online(), network.shifting().isPresent(), recipe.name());
                assertEquals(recipe.nonLocal() != null, network.nonLocality().isPresent(), recipe.name());
                assertEquals(recipe.name().contains("temporal_pool"), network.temporalPool(), recipe.name());
            }
        }
    }

    @Test
    void partsThatAnotherBackboneCannotHaveAreLeftOut() {
        Recipe pooled = recipe("tsm_temporal_pool_r50_1x1x8_50e_kinetics400_rgb");
        Recipe nonLocal = recipe("TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense_nl");
        Backbone small = MobileNetV2Backbone.mit(0.2);
        assertEquals(NetworkConfig.tsm(small, 8, 2), pooled.network(small, 2));
        assertEquals(NetworkConfig.tsm(small, 8, 2), nonLocal.network(small, 2));
        assertEquals(NetworkConfig.tsm(new ResNetBackbone(18), 8, 2), nonLocal.network(new ResNetBackbone(18), 2));
    }

    @Test
    void theScheduleFollowsBatchAndEpochs() {
        assertEquals(TrainingSettings.usual(), Training.USUAL.settings());
        Training training = Training.USUAL.withBatch(32).withEpochs(25);
        assertEquals(new Schedule.Step(0.005, List.of(10, 20)), training.schedule());
        assertEquals(new Schedule.WarmUp(new Schedule.Cosine(0.1, 25), 3),
                training.withLearningRate(0.1).withCosine().withWarmUp(3).schedule());
        assertEquals(new Schedule.Step(0.005, List.of(4)), training.withCosine().withSteps(List.of(4)).schedule());
    }
}
