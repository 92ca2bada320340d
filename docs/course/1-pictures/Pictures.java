// Chapter 1: pictures as numbers. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/1-pictures/Pictures.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing.Normalization;

void main() throws Exception {
    // A video is a row of pictures.
    Video video = Video.open(Path.of("testdata/zoom-in.gif"), Decoder.JAVA);
    Image picture = video.frames(8).getFirst();
    print("%d frames of %s pixels", video.frameCount(), picture);

    // A picture is bytes: red, green and blue of the first pixel, then of the second, row by row.
    byte[] bytes = picture.data();
    int hand = (52 * picture.width() + 40) * 3;
    print("%d bytes in a frame; the pixel in row 52 and column 40 is %d %d %d", bytes.length,
            value(bytes[hand]), value(bytes[hand + 1]), value(bytes[hand + 2]));

    // Here is the picture, very small, one sign for eight pixels: a hand, and other things that mean nothing.
    for (int y = 0; y < picture.height(); y += 4) {
        StringBuilder line = new StringBuilder();
        for (int x = 0; x < picture.width(); x += 2) {
            line.append(" .:-=+*#%@".charAt(Math.min(9, brightness(picture, x, y) / 16)));
        }
        print("|%s|", line);
    }

    // A network reads the colours apart: first all of red, then all of green, then all of blue. Four frames make a
    // tensor of four axes: N pictures, C colours, H rows, W columns.
    Tensor clip = Tensor.zeros(4, 3, picture.height(), picture.width());
    for (int n = 0; n < 4; n++) {
        byte[] pixels = video.frames(n * (video.frameCount() - 1) / 3).getFirst().data();
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    clip.set(value(pixels[(y * picture.width() + x) * 3 + c]), n, c, y, x);
                }
            }
        }
    }
    print("a clip %s of %d numbers", Arrays.toString(clip.shape()), clip.size());

    // In memory that is one long array. The last axis runs fastest, so where a number lies follows from its index.
    int n = 2;
    int c = 1;
    int y = 52;
    int x = 40;
    int place = ((n * clip.dim(1) + c) * clip.dim(2) + y) * clip.dim(3) + x;
    print("frame %d, colour %d, row %d, column %d: number %d of the array, %s", n, c, y, x, place, clip.data()[place]);
    print("the same by its index: %s", clip.get(n, c, y, x));

    // The next colour of the same pixel is a whole plane further on, the next frame three planes.
    print("from colour to colour: %d numbers; from frame to frame: %d", clip.dim(2) * clip.dim(3),
            clip.dim(1) * clip.dim(2) * clip.dim(3));

    // Networks learn best from numbers around 0. Each colour has a usual mean and a usual spread.
    Normalization usual = Normalization.of(Flavour.MIT, Modality.RGB);
    for (int colour = 0; colour < 3; colour++) {
        float raw = clip.get(n, colour, y, x);
        float normal = (raw / 255 - usual.mean().get(colour)) / usual.std().get(colour);
        print("colour %d: %3.0f becomes %.2f", colour, raw, normal);
    }
}

int value(byte b) {
    return b & 0xff; // Java's bytes go from -128 to 127
}

int brightness(Image image, int x, int y) {
    int at = (y * image.width() + x) * 3;
    return (value(image.data()[at]) + value(image.data()[at + 1]) + value(image.data()[at + 2])) / 3;
}

void print(String format, Object... values) {
    IO.println(String.format(Locale.ROOT, format, values));
}
