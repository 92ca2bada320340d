// Chapter 9: what a 3-D convolution costs instead. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/9-three-d/ThreeD.java

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution3d;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 8;

void main() {
    // A 3-D convolution looks at several frames at once: its filter has taps in time, too. One with three taps in time and
    // one in space, 3x1x1, computes for each output channel a weighted sum over three frames and all channels.
    int channels = 16;
    Tensor weight = Tensor.zeros(channels, channels, 3, 1, 1);
    for (int c = 0; c < channels; c++) {
        int tap = c < channels / 8 ? 2 : c < 2 * (channels / 8) ? 0 : 1; // the next frame, the one before, this one
        weight.set(1, c, c, tap, 0, 0);
    }
    // So the shift is a 3-D convolution whose filter is zeros and a single one for each channel.
    Tensor x = noise(T, channels, 7, 7);
    Tensor shifted = Shift.bidirectional(8).apply(x, T);
    Tensor convolved = Convolution3d.frames(x, T, weight, null, Conv3dSpec.of(1, 1, 1, 0));
    int equal = 0;
    for (int i = 0; i < x.size(); i++) {
        equal += shifted.data()[i] == convolved.data()[i] ? 1 : 0;
    }
    IO.println(equal + " of " + x.size() + " numbers are the same to the last bit");
    long ones = IntStream.range(0, weight.size()).filter(i -> weight.data()[i] == 1).count();
    IO.println("the filter holds " + ones + " ones and " + (weight.size() - ones) + " zeros");
    IO.println();

    // What does it cost to learn such a filter instead? Four layers for the same maps, as in the third stage of a ResNet:
    // 256 channels of 14 x 14 pixels, eight frames.
    IO.println("layer                             multiply-adds    parameters        bytes");
    row("2-D, 3x3", s -> new Conv2d(s, 256, 256, 3, ConvSpec.of(1, 1)));
    row("the shift, then 2-D, 3x3", s -> new TemporalShift(s, Shift.bidirectional(8), T,
            inner -> new Conv2d(inner, 256, 256, 3, ConvSpec.of(1, 1))));
    row("3-D, 3x1x1 alone", s -> new Conv3d(s, T, 256, 256, 3, 1, Conv3dSpec.of(1, 1, 1, 0), false));
    row("3-D, 3x3x3", s -> new Conv3d(s, T, 256, 256, 3, 3, Conv3dSpec.of(1, 1, 1, 1), false));
}

void row(String name, Function<Scope, Layer> build) {
    Layer layer = build.apply(Scope.root(ParameterSource.random(1)));
    long work = InferencePlan.compile(layer, T, 256, 14, 14).multiplyAdds();
    long numbers = layer.parameters().stream().mapToLong(parameter -> parameter.tensor().size()).sum();
    IO.println(String.format(Locale.ROOT, "%-28s %,18d  %,12d %,12d", name, work, numbers, 4 * numbers));
}

Tensor noise(int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(1);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = (float) random.nextGaussian();
    }
    return x;
}
