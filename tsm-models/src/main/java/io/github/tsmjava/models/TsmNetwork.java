package io.github.tsmjava.models;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.ParameterSource;
import io.github.tsmjava.nn.Pass;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Consensus;

/**
 * A network for clips: the backbone looks at every frame, the classifier scores every frame, the mean over a clip's
 * frames is the clip's score. What passes between frames passes through the shifts inside the backbone.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * <p>Source: Wang et al., "Temporal Segment Networks", ECCV 2016; TSM, section 4; names as in MIT's code.
 */
public final class TsmNetwork extends Layer {

    private final NetworkConfig config;
    private final Layer backbone;
    private final Linear classifier;

    TsmNetwork(NetworkConfig config, ParameterSource parameters) {
        super(Scope.root(parameters));
        Scope scope = Scope.root(parameters);
        this.config = config;
        Scope baseModel = scope.at("base_model");
        TemporalParts time = new TemporalParts(config);
        backbone = child(switch (config.backbone()) {
            case ResNetBackbone resNet -> new ResNet(baseModel, resNet, config.channels(), time);
            case MobileNetV2Backbone mobileNet -> new MobileNetV2(baseModel, mobileNet, config.channels(), time);
        });
        classifier = child(new Linear(scope.at("new_fc"), config.backbone().features(), config.classes()));
    }

    public NetworkConfig config() {
        return config;
    }

    /**
     * {@code x} is a batch of clips, {@code [N, T·C, H, W]} or {@code [N, T, C, H, W]}, or their frames,
     * {@code [N·T, C, H, W]}; the result is {@code [N, K]} logits. In a stream {@code x} is the next frame of each of N
     * streams, {@code [N, C, H, W]}, and the result is their logits {@code [N, K]}.
     */
    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        Tensor frames = pass.isStreaming() ? requireFrames(x) : frames(x);
        Tensor scores = classifier.forward(backbone.forward(frames, pass), pass);
        if (pass.isStreaming()) {
            return scores;
        }
        return Consensus.average(scores, config.temporalPool() ? config.segments() / 2 : config.segments());
    }

    private Tensor frames(Tensor x) {
        int channels = config.channels();
        int segments = config.segments();
        if (x.rank() == 5) {
            require(x.dim(1) == segments && x.dim(2) == channels,
                    "expected [N, %d, %d, H, W], got %s", segments, channels, x);
        } else {
            require(x.rank() == 4, "expected [N, T·C, H, W] or [N, T, C, H, W], got %s", x);
            boolean clips = x.dim(1) == segments * channels;
            require(clips || x.dim(1) == channels, "expected %d channels (%d segments of %d) or %d, got %s",
                    segments * channels, segments, channels, channels, x);
            require(clips || x.dim(0) % segments == 0, "%d frames are not a multiple of %d segments (input %s)",
                    x.dim(0), segments, x);
        }
        return x.reshape(-1, channels, x.dim(-2), x.dim(-1));
    }

    private Tensor requireFrames(Tensor x) {
        int channels = config.channels();
        require(x.rank() == 4 && x.dim(1) == channels, "expected frames [N, %d, H, W], got %s", channels, x);
        return x;
    }
}
