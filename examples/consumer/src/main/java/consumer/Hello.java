package consumer;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** Names what happens in a video. */
public class Hello {

    public static void main(String[] args) throws IOException {
        Prediction prediction = VideoClassifier.gestures().classify(Path.of(args[0]));
        System.out.printf("%s %.1f %%%n", prediction.best().label(), 100 * prediction.best().probability());
    }
}
