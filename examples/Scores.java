// The scores of all videos of a folder, as JSON lines. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector examples/Scores.java testdata

import com.google.gson.Gson;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;

record Line(String file, Map<String, Double> scores, String error) { }

void main(String[] args) throws IOException {
    VideoClassifier classifier = VideoClassifier.gestures();
    Gson gson = new Gson();
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
        files.sorted().map(file -> line(classifier, file)).map(gson::toJson).forEach(IO::println);
    }
}

Line line(VideoClassifier classifier, Path file) {
    String name = file.getFileName().toString();
    try {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Prediction.Score score : classifier.classify(file).top(2)) {
            scores.put(score.label(), Math.round(1000 * score.probability()) / 1000.0);
        }
        return new Line(name, scores, null);
    } catch (IOException e) {
        // One line that names the file. A broken video is no reason to stop.
        return new Line(name, null, e.getMessage());
    }
}
