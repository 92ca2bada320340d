// Chapter 2, exercise 1: all clips in the box, forwards and backwards. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/2-order/Exercise1.java

import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;

void main() throws Exception {
    VideoClassifier classifier = VideoClassifier.gestures();
    for (String name : List.of("shake", "swipe-left", "turn-clockwise", "zoom-in")) {
        Video video = Video.open(Path.of("testdata", name + ".gif"), Decoder.JAVA);
        List<Image> pictures = video.frames(IntStream.range(0, video.frameCount()).toArray());
        List<Image> frozen = Collections.nCopies(pictures.size(), pictures.get(pictures.size() / 2));
        IO.println(name + ".gif: " + classifier.classify(Video.of(pictures)).best().label()
                + "; backwards: " + classifier.classify(Video.of(pictures.reversed())).best().label()
                + "; its middle frame all the time: " + classifier.classify(Video.of(frozen)).best().label());
    }
}
