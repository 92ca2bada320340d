package io.github.tsmjava.models;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.optimizer.ParameterGroup;
import io.github.tsmjava.nn.optimizer.Sgd;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.video.transform.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network, and steps of training it, as a golden's configuration describes them. Parameters and inputs follow from
 * their names by the {@link FillRule}, labels from their place.
 */
final class TrainingRun {

    private static final double MOMENTUM = 0.9;
    private static final float MIXED = 0.7f;

    /** What a step computes: logits and loss before it, the norm of the gradients before they are clipped. */
    record Step(Tensor logits, double loss, double norm) { }

    private final JsonObject config;
    private final int batch;
    private final int classes;
    private final TsmNetwork network;
    private final Tape tape;
    private final Sgd sgd;
    private int step;

    TrainingRun(JsonObject config) {
        this.config = config;
        batch = integer("batch");
        classes = integer("classes");
        network = networkConfig().build((name, role, shape) -> new FillRule().get(originalName(name), role, shape));
        BatchNormMode norms = flag("pbn") ? BatchNormMode.PARTIAL : BatchNormMode.TRAINED;
        tape = new Tape(network, norms, 0, 0);
        boolean flow = network.config().modality() == Modality.FLOW;
        sgd = new Sgd(ParameterGroup.tsn(network, norms, flow, flag("fc_lr5")), MOMENTUM, false);
    }

    TsmNetwork network() {
        return network;
    }

    int steps() {
        return integer("steps");
    }

    boolean isMobileNet() {
        return network.config().backbone() instanceof MobileNetV2Backbone;
    }

    /** The name of a parameter in the original network, whose classifier is part of the backbone without dropout. */
    String originalName(String name) {
        return name.replace("new_fc", depth(text("base")) == 0 ? "base_model.classifier" : "base_model.fc");
    }

    private NetworkConfig networkConfig() {
        int depth = depth(text("base"));
        Backbone backbone = depth == 0 ? MobileNetV2Backbone.mit(1) : new ResNetBackbone(depth);
        NetworkConfig result = NetworkConfig.tsn(backbone, integer("segments"), classes);
        if (!config.has("shift") || flag("shift")) {
            boolean block = "block".equals(text("place"));
            int div = config.has("div") ? integer("div") : 8;
            result = result.withShifting(new Shifting(block ? Shifting.Place.BLOCK : Shifting.Place.BLOCKRES,
                    flag("online") ? Shift.unidirectional(div) : Shift.bidirectional(div),
                    backbone.shiftedBlocks(Shifting.Place.BLOCKRES)));
        }
        if ("Flow".equals(text("modality"))) {
            result = result.withModality(Modality.FLOW);
        }
        if (flag("tpool")) {
            result = result.withTemporalPool();
        }
        if (config.has("nl")) {
            List<String> blocks = config.has("nl_blocks") ? config.getAsJsonArray("nl_blocks").asList().stream()
                    .map(JsonElement::getAsString).toList() : new ResNetBackbone(50).nonLocalBlocks();
            result = result.withNonLocality(new NonLocality(
                    NonLocal.Mode.valueOf(text("nl").toUpperCase(Locale.ROOT)), blocks,
                    !config.has("nl_bias") || flag("nl_bias")));
        }
        return result;
    }

    /** The next step. */
    Step step() {
        Tensor logits = tape.forward(input("train.input." + step, batch));
        CrossEntropy entropy = flag("soft") ? CrossEntropy.of(logits, mixed()) : CrossEntropy.of(logits, labels());
        Gradients gradients = tape.backward(entropy.gradient());
        double norm = gradients.clip(number("clip"));
        double rate = number("lr");
        if (flag("cosine")) {
            rate *= 0.5 * (1 + Math.cos(Math.PI * step / steps()));
        }
        sgd.step(gradients, rate, number("wd"));
        step++;
        return new Step(logits, entropy.loss(), norm);
    }

    /** The logits of one clip in evaluation mode. */
    Tensor evaluate() {
        return network.forward(input("input", 1));
    }

    private int[] labels() {
        int[] labels = new int[batch];
        Arrays.setAll(labels, i -> (step * batch + i) * 7 % classes);
        return labels;
    }

    /** Each row's label with that of the next row. */
    private Tensor mixed() {
        int[] labels = labels();
        Tensor targets = Tensor.zeros(batch, classes);
        for (int row = 0; row < batch; row++) {
            targets.data()[row * classes + labels[row]] += MIXED;
            targets.data()[row * classes + labels[(row + 1) % batch]] += 1 - MIXED;
        }
        return targets;
    }

    private Tensor input(String name, int clips) {
        double scale = config.has("scale") ? number("scale") : 2;
        int channels = network.config().segments() * network.config().channels();
        return FillRule.fill(name, scale, 0, clips, channels, integer("size"), integer("size"));
    }

    private int integer(String key) {
        return config.get(key).getAsInt();
    }

    private double number(String key) {
        return config.get(key).getAsDouble();
    }

    private boolean flag(String key) {
        return config.has(key) && config.get(key).getAsBoolean();
    }

    /** Empty if there is no such key. */
    private String text(String key) {
        return config.has(key) ? config.get(key).getAsString() : "";
    }

    /** A ResNet's depth; 0 for another backbone. */
    private static int depth(String base) {
        return base.startsWith("resnet") ? Integer.parseInt(base.substring("resnet".length())) : 0;
    }
}
