// What happens in a video file? From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector examples/Classify.java testdata/swipe-left.gif

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;

void main(String[] args) throws IOException {
    // The network in the box. For one of your own: VideoClassifier.load(Path.of("checkpoint.pth")).
    VideoClassifier classifier = VideoClassifier.gestures();
    Prediction prediction = classifier.classify(Path.of(args[0]));
    for (Prediction.Score score : prediction.top(3)) {
        IO.println("%5.1f %%  %s".formatted(100 * score.probability(), score.label()));
    }
}
