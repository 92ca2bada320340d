// Chapter 1, exercise 3: a mirror made of index arithmetic. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/1-pictures/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Preprocessing;

void main() throws Exception {
    List<Image> frames = Video.open(Path.of("testdata/zoom-in.gif"), Decoder.JAVA).frames(0, 5, 10, 15);
    // What chapter 1 did by hand. The shorter side stays 96 pixels long, so nothing is resized or cut off.
    Preprocessing preprocessing = Preprocessing.of(Flavour.MIT, 96).withShortSide(96);
    Tensor clip = preprocessing.apply(List.of(frames));
    IO.println(Arrays.toString(clip.shape()) + ": the four frames lie behind one another as twelve channels");

    Tensor mirrored = Tensor.zeros(clip.shape());
    int width = clip.dim(3);
    for (int i = 0; i < clip.size(); i++) {
        int column = i % width;
        mirrored.data()[i] = clip.data()[i - column + width - 1 - column];
    }
    Tensor expected = preprocessing.apply(List.of(frames.stream().map(Image::mirror).toList()));
    IO.println("the mirrored tensor is the tensor of the mirrored pictures: "
            + Arrays.equals(mirrored.data(), expected.data()));
}
