package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Preprocessing;
import io.github.tsmjava.web.learn.LearnData.Clip;
import io.github.tsmjava.web.learn.LearnData.Drawn;
import io.github.tsmjava.web.learn.LearnData.Network;
import io.github.tsmjava.web.learn.LearnData.Order;
import io.github.tsmjava.web.learn.LearnData.Row;
import io.github.tsmjava.web.learn.LearnData.Share;
import io.github.tsmjava.web.learn.LearnData.Times;
import io.github.tsmjava.web.learn.LearnData.Trained;
import java.util.List;
import java.util.Random;

/** Computes everything that the page shows of a clip. One clip after the other, so that times are those of one. */
public final class Explainer {

    /** As measured; the only numbers on the page that are not computed when it is made. */
    static final Trained TRAINED = new Trained("docs/training.md", 500, List.of(
            new Row("ten gestures", new Share(470, 500), new Share(176, 500)),
            new Row("left or right", new Share(99, 99), new Share(38, 76)),
            new Row("up or down", new Share(99, 99), new Share(33, 74)),
            new Row("zoom in or out", new Share(90, 92), new Share(40, 80)),
            new Row("clockwise or counter-clockwise", new Share(88, 89), new Share(11, 28))));

    private final PretrainedNetwork model;
    private final String modelName;
    private final PretrainedNetwork twin;
    /** The same whatever clip is looked at. */
    private Drawn drawn;

    /**
     * @param model a streamable MobileNetV2
     * @param twin  the same network trained without the shift
     */
    public Explainer(PretrainedNetwork model, String modelName, PretrainedNetwork twin) {
        this.model = model;
        this.modelName = modelName;
        this.twin = twin;
    }

    /**
     * Looks at a clip; times are not measured.
     *
     * @throws VideoException           if it cannot be read
     * @throws IllegalArgumentException in one line, if the network is not one that the page explains
     */
    public synchronized LearnData explain(Video video, String name) throws VideoException {
        NetworkConfig config = model.network().config();
        config.requireStreamable();
        if (!config.shifting().isPresent()) {
            throw new IllegalArgumentException("the page explains the shift, and this network has none");
        }
        Views views = views();
        Preprocessing preprocessing = views.preprocessing(model.flavour(), config.modality());
        List<List<Image>> clips =
                new Sampling(views.clips(), config.segments(), config.newLength(), model.flavour()).read(video);
        List<Image> frames = preprocessing.views(clips).getFirst();
        Tensor clip = preprocessing.apply(clips)
                .reshape(config.segments(), config.channels(), views.cropSize(), views.cropSize());
        List<TemporalShift> layers = shifts();
        Answers answers = new Answers(model, clip);
        List<Order> orders = answers.orders();
        InsideBlock inside =
                new InsideBlock(model, clip, config.shifting().blocks().getFirst(), layers.getFirst());
        Overview overview = new Overview(model.network(), clip);
        return new LearnData(new Clip(name, config.segments(), views.cropSize(), Packed.strip(frames)),
                network(overview), orders, inside.block(answers.overwritten()), overview.maps(),
                ShiftTables.all(config.segments()), inside.equivalent(),
                new Streams(model, clip, layers).streaming(orders.getFirst().shifted().scores()),
                new Costing(model, clip, layers).costs(), TRAINED, drawn(), null);
    }

    /**
     * Measures how long the shift takes here and now, in some seconds. It takes as long for any clip, so it is noise.
     *
     * @param machine what to call this machine
     */
    public synchronized Times times(String machine) {
        NetworkConfig config = model.network().config();
        int size = views().cropSize();
        Tensor noise = Tensor.zeros(config.segments(), config.channels(), size, size);
        Random random = new Random(1);
        for (int i = 0; i < noise.size(); i++) {
            noise.data()[i] = (float) random.nextGaussian();
        }
        return new Costing(model, noise, shifts()).times(machine);
    }

    private Drawn drawn() throws VideoException {
        if (drawn == null && model.labels().containsAll(Gesture.labels())) {
            DrawnClips clips = new DrawnClips(model, views(), Confused.CLIPS_OF_EACH);
            drawn = new Drawn(new Opposites(model, twin, clips).pairs(), new Confused(model, twin, clips).count());
        }
        return drawn;
    }

    private Views views() {
        return Views.EFFICIENT.withSize(model.size());
    }

    private List<TemporalShift> shifts() {
        return model.network().layers().stream()
                .filter(TemporalShift.class::isInstance).map(TemporalShift.class::cast).toList();
    }

    private Network network(Overview overview) {
        NetworkConfig config = model.network().config();
        long parameters = model.network().parameters().stream().map(Parameter::tensor).mapToLong(Tensor::size).sum();
        String mode = ShiftMode.of(config.shifting().shift()).map(ShiftMode::toString).orElse("");
        return new Network(modelName, model.labels(), config.segments(), config.shifting().shift().div(), mode,
                ShiftMode.describe(config.shifting().shift()), config.shifting().blocks(), overview.parts(), parameters,
                model.network().multiplyAdds(model.size()));
    }
}
