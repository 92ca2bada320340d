// Chapter 1, exercise 1: where does the picture move? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/1-pictures/Exercise1.java

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;

void main() throws Exception {
    Video video = Video.open(Path.of("testdata/zoom-in.gif"), Decoder.JAVA);
    Image before = video.frames(7).getFirst();
    Image after = video.frames(8).getFirst();
    // A pixel that does not change gives 0. So the difference of two frames shows what moves, and no longer what is there.
    for (int y = 0; y < after.height(); y += 4) {
        StringBuilder line = new StringBuilder();
        for (int x = 0; x < after.width(); x += 2) {
            int at = (y * after.width() + x) * 3;
            int change = Math.abs((after.data()[at] & 0xff) - (before.data()[at] & 0xff));
            line.append(change > 60 ? '#' : change > 15 ? '+' : '.');
        }
        IO.println(line);
    }
}
