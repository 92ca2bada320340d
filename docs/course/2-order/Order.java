// Chapter 2: what a network of single pictures cannot see. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/2-order/Order.java

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;

void main() throws Exception {
    // Eight pictures of a hand that swipes to the left, and the same pictures in the opposite order.
    Video video = Video.open(Path.of("testdata/swipe-left.gif"), Decoder.JAVA);
    List<Image> pictures = video.frames(1, 3, 5, 7, 9, 11, 13, 15);
    Video forwards = Video.of("forwards", pictures);
    Video backwards = Video.of("backwards", pictures.reversed());

    // The network in the box shifts channels between the frames. It has a sense of time.
    PretrainedNetwork box = PretrainedNetwork.gestures();
    say("with the shift", VideoClassifier.of(box), forwards, backwards);

    // The same network without the shift. It takes the very same parameters, since the shift has none.
    PretrainedNetwork without = box.withShifting(Shifting.NONE);
    say("without", VideoClassifier.of(without), forwards, backwards);

    // Why that must be so: it scores each frame alone, and the answer is the mean of the scores. A mean does not know
    // in which order its numbers came. Here are eight frames of noise, as one clip of eight times three channels.
    Tensor frames = noise(8, 3, 64, 64);
    float[] answer = without.network().forward(frames).data();
    for (List<Integer> order : List.of(List.of(7, 6, 5, 4, 3, 2, 1, 0), List.of(3, 1, 4, 0, 5, 7, 2, 6))) {
        Tensor shuffled = Tensor.concat(order.stream().map(t -> frames.slice(t, t + 1)).toList());
        IO.println("frames in the order " + order + ": the same answer without the shift: "
                + isSame(answer, without.network().forward(shuffled).data()) + ", with it: "
                + isSame(box.network().forward(frames).data(), box.network().forward(shuffled).data()));
    }
}

void say(String network, VideoClassifier classifier, Video forwards, Video backwards) throws Exception {
    Prediction there = classifier.classify(forwards);
    Prediction back = classifier.classify(backwards);
    IO.println(network + ": forwards " + there.best().label() + ", backwards " + back.best().label()
            + "; the same scores: " + isSame(there.logits(), back.logits()));
}

/** The same but for rounding, which depends on the order of a sum. */
boolean isSame(float[] a, float[] b) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs(a[i]));
        difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    return difference < 1e-5 * largest;
}

Tensor noise(int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(1);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = (float) random.nextGaussian();
    }
    return x;
}
