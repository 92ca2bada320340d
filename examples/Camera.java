// What happens now, in pictures as they come? From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector examples/Camera.java testdata/swipe-left.gif

import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.video.image.Image;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

void main(String[] args) throws IOException {
    StreamingClassifier classifier = StreamingClassifier.gestures();   // share it between threads
    StreamingClassifier.Stream stream = classifier.open();             // one for each camera
    // In place of a camera: a clip, a second in which the hand rests, the clip again.
    List<BufferedImage> clip = pictures(Path.of(args[0]));
    List<BufferedImage> shown = new ArrayList<>(clip);
    shown.addAll(Collections.nCopies(15, clip.getLast()));
    shown.addAll(clip);
    for (int i = 0; i < shown.size(); i++) {
        int number = i + 1;
        // One every 80 ms; a camera's times are System.nanoTime(). Pictures that the network need not see have no answer.
        stream.next(Image.of(shown.get(i)), i * 80_000_000L)
                // The answer is smoothed: it changes when the network is sure, and not with every picture.
                .filter(Answer::changed)
                .ifPresent(answer -> IO.println("picture %d: %s".formatted(number, answer.decided().label())));
    }
}

List<BufferedImage> pictures(Path file) throws IOException {
    List<BufferedImage> pictures = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(file.toFile()));
    for (int i = 0; i < reader.getNumImages(true); i++) {
        pictures.add(reader.read(i));
    }
    return pictures;
}
