package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.Transfer;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.teach.Examples;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pieces of code that the Javadoc shows; each region is one of them. */
class SnippetsTest {

    private static final Path CLIP = Path.of("..", "testdata", "swipe-left.gif");

    @TempDir
    private Path folder;

    @Test
    void classify() throws Exception {
        Path weights = folder.resolve("gestures.safetensors");
        PretrainedNetwork.gestures().save(weights);
        Path clip = CLIP;
        // @start region="classify"
        VideoClassifier classifier = VideoClassifier.load(weights);   // share it between threads
        Prediction prediction = classifier.classify(clip);
        String label = prediction.best().label();                     // "swipe left"
        float probability = prediction.best().probability();          // 0 to 1
        // @end
        assertEquals("swipe left", label);
        assertTrue(probability > 0.9, "%f".formatted(probability));
    }

    @Test
    void stream() throws Exception {
        List<Image> camera;
        try (Video video = Video.open(CLIP, Decoder.JAVA)) {
            camera = video.frames(0, 1, 2, 3);
        }
        List<String> said = new ArrayList<>();
        // @start region="stream"
        StreamingClassifier classifier = StreamingClassifier.gestures();   // share it between threads
        StreamingClassifier.Stream stream = classifier.open();             // one for each camera
        for (Image picture : camera) {
            stream.next(picture, System.nanoTime())          // empty if the network need not see this picture
                    .filter(Answer::changed)                 // something else happens now
                    .ifPresent(answer -> said.add(answer.decided().label()));
        }
        // @end
        assertTrue(Gesture.labels().containsAll(said), said::toString);
    }

    @Test
    void network() throws Exception {
        Path file = folder.resolve("tsm.pth");
        PretrainedNetwork.gestures().save(file);
        // @start region="network"
        PretrainedNetwork model = PretrainedNetwork.load(file);       // or PretrainedNetwork.gestures()
        NetworkConfig config = model.network().config();              // backbone, segments, classes, shift
        List<String> labels = model.labels();                         // one for each class, or none
        PretrainedNetwork blind = model.withShifting(Shifting.NONE);  // the same parameters without the shift
        model.save(folder.resolve("tsm.safetensors"));
        // @end
        assertEquals(10, config.classes());
        assertEquals(Gesture.labels(), labels);
        assertTrue(Files.exists(folder.resolve("tsm.safetensors")));
        Tensor clip = counted(config.segments(), config.channels(), 32, 32);
        float[] forwards = blind.network().forward(clip).data();
        assertArrayEquals(forwards, blind.network().forward(backwards(clip)).data(), 1e-5f);
        assertNotEquals(model.network().forward(clip).get(0, 0), model.network().forward(backwards(clip)).get(0, 0));
        PretrainedNetwork again = blind.withShifting(config.shifting());
        assertArrayEquals(model.network().forward(clip).data(), again.network().forward(clip).data());
    }

    private static Tensor backwards(Tensor clip) {
        List<Tensor> frames = new ArrayList<>();
        for (int t = clip.dim(0) - 1; t >= 0; t--) {
            frames.add(clip.slice(t, t + 1));
        }
        return Tensor.concat(frames);
    }

    /** Numbers that are all different. */
    private static Tensor counted(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) Math.sin(i + i / 3072);
        }
        return tensor;
    }

    @Test
    void teach() throws Exception {
        Path clips = folder.resolve("clips");
        List<Double> done = Collections.synchronizedList(new ArrayList<>());
        new GestureSet(List.of(Gesture.SHAKE, Gesture.ZOOM_IN), 2, 0, 0, 8, 48, Scenery.PLAIN)
                .write(clips, GestureSet.Storage.GIF, () -> { });
        // @start region="teach"
        Examples examples = Examples.read(clips);                     // a folder for each gesture
        Teaching teaching = Teaching.fromGestures(examples, Teaching.Settings.USUAL.withSteps(8));
        Teaching.Taught taught = teaching.learn((share, loss) -> done.add(share));
        Optional<Teaching.Estimate> estimate = taught.estimate();     // on clips that were held back
        taught.network().save(folder.resolve("mine.safetensors"));
        // @end
        assertEquals(List.of("shake", "zoom-in", "no gesture"), taught.network().labels());
        assertTrue(estimate.isEmpty());
        assertEquals(1, done.getLast(), 1e-6);
        assertTrue(Files.exists(folder.resolve("mine.safetensors")));
    }

    @Test
    void train() throws Exception {
        Path data = folder.resolve("hands");
        new GestureSet(List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_RIGHT), 4, 2, 0, 8, 96, Scenery.PLAIN).write(data);
        Path out = folder.resolve("out");
        // @start region="train"
        List<String> labels = Labels.read(data.resolve("category.txt"));
        NetworkConfig config = Recipe.find("tsm_mobilenetv2_gestures").orElseThrow().network(labels.size());
        Transfer start = Transfer.fromGestures(config, labels, 1);    // a new classifier on what is already known
        PretrainedNetwork model = PretrainedNetwork.of(start.network(), Flavour.MIT, labels, 96);
        TrainingSettings settings = TrainingSettings.usual().withEpochs(1).withBatch(2)
                .withNewClassifier(start.newClassifier());
        TrainingClips clips = TrainingClips.of(VideoList.read(data.resolve("list.txt")), model);
        Trainer.Validation validation = Trainer.Validation.of(VideoList.read(data.resolve("val.txt")), model);
        Trainer trainer = new Trainer(model, settings, clips, validation, out);
        trainer.train();
        double best = trainer.best();                                 // of the validation clips, 0 to 1
        // @end
        assertTrue(best >= 0 && best <= 1, "%f".formatted(best));
        assertTrue(Files.exists(out.resolve(Trainer.BEST)));
    }

    @Test
    void tensor() {
        // @start region="tensor"
        Tensor clip = Tensor.zeros(8, 3, 224, 224);     // eight frames: T, C, H, W
        clip.set(0.5f, 7, 2, 0, 0);                     // the last frame's blue, upper left
        Tensor last = clip.slice(7, 8);                 // [1, 3, 224, 224], a copy
        Tensor flat = clip.reshape(1, 24, 224, 224);    // the same numbers, shared
        float[] numbers = clip.data();                  // the numbers themselves
        // @end
        assertEquals(0.5f, last.get(0, 2, 0, 0));
        assertEquals(0.5f, flat.get(0, 23, 0, 0));
        assertEquals(8 * 3 * 224 * 224, numbers.length);
    }

    @Test
    void shift() {
        // @start region="shift"
        Tensor x = Tensor.of(new float[] {
            10, 11, 12, 13,                             // frame 0, four channels of one pixel
            20, 21, 22, 23,                             // frame 1
            30, 31, 32, 33}, 3, 4, 1, 1);               // frame 2
        Tensor y = Shift.bidirectional(4).apply(x, 3);  // a quarter each way; three frames a clip
        // channel 0 from the next frame, channel 1 from the one before, the others stay:
        // 20,  0, 12, 13
        // 30, 11, 22, 23
        //  0, 21, 32, 33
        // @end
        assertArrayEquals(new float[] {20, 0, 12, 13, 30, 11, 22, 23, 0, 21, 32, 33}, y.data());
    }

    @Test
    void plan() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        Tensor clip = counted(1, 24, 96, 96);
        // @start region="plan"
        InferencePlan plan = InferencePlan.compile(model.network(), 1, 24, 96, 96);   // once
        Tensor logits = plan.run(clip);                   // often, on any thread: [1, 10]
        long products = plan.multiplyAdds();              // what a run costs
        // @end
        assertTrue(logits.hasShape(1, 10));
        assertEquals(plan.steps().stream().mapToLong(InferencePlan.StepSummary::multiplyAdds).sum(), products);
        assertArrayEquals(model.network().forward(clip).data(), logits.data(), 1e-3f);
    }

    @Test
    void video() throws Exception {
        Path file = CLIP;
        int count;
        double rate;
        // @start region="video"
        try (Video video = Video.open(file, Decoder.AUTO)) {
            rate = video.frameRate().orElse(25);                 // frames a second, if the file says
            List<Image> pictures = video.frames(0, 5, 10);       // by number
            Video excerpt = Video.of(pictures);                  // pictures in memory are a video, too
            count = excerpt.frameCount();
        }
        // @end
        assertEquals(3, count);
        assertTrue(rate > 0);
    }
}
