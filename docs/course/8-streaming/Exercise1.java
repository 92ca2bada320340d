// Chapter 8, exercise 1: a new scene. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/8-streaming/Exercise1.java

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;

void main() {
    TsmNetwork network = PretrainedNetwork.gestures().network();
    Tensor newScene = frame(99);
    float[] fresh = new StreamingNetwork(network).next(newScene).data();

    // After another scene the first answer to the new one still knows of the old one.
    StreamingNetwork stream = new StreamingNetwork(network);
    for (int t = 0; t < 5; t++) {
        stream.next(frame(t));
    }
    IO.println("without reset, as a new stream: " + Arrays.equals(fresh, stream.next(newScene).data()));

    // Forgotten, it is as if nothing had been there.
    stream.reset();
    IO.println("with reset, as a new stream:    " + Arrays.equals(fresh, stream.next(newScene).data()));

    // Without reset it forgets by itself: ten shifted blocks, so the eleventh frame knows nothing of the old scene.
    StreamingNetwork one = new StreamingNetwork(network);
    StreamingNetwork other = new StreamingNetwork(network);
    one.next(frame(1000));
    other.next(frame(2000));
    boolean same = false;
    for (int t = 1; t <= 11; t++) {
        same = Arrays.equals(one.next(frame(t)).data(), other.next(frame(t)).data());
        if (t == 1 || t == 11) {
            IO.println("frame " + t + " behind the old scene: the same answers: " + same);
        }
    }
}

Tensor frame(long seed) {
    Tensor x = Tensor.zeros(1, 3, 32, 32);
    Random random = new Random(seed);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = (float) random.nextGaussian();
    }
    return x;
}
