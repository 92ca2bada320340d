// Chapter 5: in place, and a mistake. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/5-in-place/InPlace.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 4;
final Shift shift = Shift.bidirectional(4);

void main() {
    Tensor x = Tensor.zeros(T, 4, 1, 1);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = 10 * (i / 4 + 1) + i % 4;
    }
    // A residual block adds what it has learnt to what it got: y = conv(shift(x)) + x. At first it has learnt nothing:
    // all its weights are zero. Then it should hand its input on as it is.
    Tensor nothing = Tensor.zeros(4, 4, 1, 1);
    show("a block that has learnt nothing", residual(x, nothing));

    // The shift needs no second tensor: it can move channels within the memory of x. That looks like a saving.
    Tensor moved = x.copy();
    shift.applyInPlace(moved, T);
    IO.println("in place gives the same shift: " + Arrays.equals(shift.apply(x, T).data(), moved.data()));

    // But in a residual block somebody else still reads x: the sum at the end. Now it adds what was shifted.
    show("the same block, shifted in place", mistaken(x.copy(), nothing));

    // Block after block the moved channels go further, and zeros come in.
    Tensor deep = x.copy();
    for (int block = 1; block <= 4; block++) {
        deep = mistaken(deep, nothing);
        int zeros = 0;
        for (float number : deep.data()) {
            zeros += number == 0 ? 1 : 0;
        }
        IO.println("behind " + block + " such blocks: " + zeros + " of 16 numbers are gone");
    }

    // Shifted data on both ways has a name of its own: "block", the shift in front of the whole block. With the shift
    // in front of the convolution alone it is "blockres". They are different networks, even with the same parameters.
    NetworkConfig blockres = NetworkConfig.tsm(new ResNetBackbone(18), T, 5);
    Shifting whole = new Shifting(Shifting.Place.BLOCK, Shift.bidirectional(8),
            new ResNetBackbone(18).shiftedBlocks(Shifting.Place.BLOCK));
    TsmNetwork first = build(blockres);
    TsmNetwork second = build(blockres.withShifting(whole));
    Tensor clip = Tensor.zeros(T, 3, 32, 32);
    Random random = new Random(1);
    for (int i = 0; i < clip.size(); i++) {
        clip.data()[i] = (float) random.nextGaussian();
    }
    float[] a = first.forward(clip).data();
    float[] b = second.forward(clip).data();
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
        difference = Math.max(difference, Math.abs(a[i] - b[i]));
        largest = Math.max(largest, Math.abs(a[i]));
    }
    IO.println("ResNet-18, block against blockres: the scores differ by more than a tenth: " + (difference > largest / 10));
}

/** As it should be: the sum reads the unshifted x. */
Tensor residual(Tensor x, Tensor weight) {
    return Add.add(Convolution.conv2d(shift.apply(x, T), weight, null, ConvSpec.of(1, 0)), x);
}

/** The mistake. It changes x. */
Tensor mistaken(Tensor x, Tensor weight) {
    shift.applyInPlace(x, T);
    return Add.add(Convolution.conv2d(x, weight, null, ConvSpec.of(1, 0)), x);
}

/** The same parameters wherever the shift stands; it only adds "net." to names. */
TsmNetwork build(NetworkConfig config) {
    ParameterSource initializer = ParameterSource.random(1);
    return config.build((name, role, shape) -> initializer.get(name.replace(".net.", "."), role, shape));
}

void show(String name, Tensor x) {
    IO.println(name);
    for (int t = 0; t < T; t++) {
        IO.println(String.format(Locale.ROOT, "  frame %d: %3.0f %3.0f %3.0f %3.0f", t,
                x.data()[4 * t], x.data()[4 * t + 1], x.data()[4 * t + 2], x.data()[4 * t + 3]));
    }
}
