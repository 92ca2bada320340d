// Chapter 1, exercise 2: colours last. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/1-pictures/Exercise2.java

import io.github.tsmjava.tensor.Tensor;

void main() {
    // Two pictures of three colours, two rows and two columns; each number tells its own index.
    Tensor x = Tensor.zeros(2, 3, 2, 2);
    for (int n = 0; n < 2; n++) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 4; i++) {
                x.set(1000 * n + 100 * c + 10 * (i / 2) + i % 2, n, c, i / 2, i % 2);
            }
        }
    }
    Tensor last = x.permute(0, 2, 3, 1); // the axes N, H, W, C: as the bytes of a picture lie
    IO.println("NCHW " + Arrays.toString(Arrays.copyOf(x.data(), 12)));
    IO.println("NHWC " + Arrays.toString(Arrays.copyOf(last.data(), 12)));
    IO.println("the same number: " + x.get(1, 2, 0, 1) + " and " + last.get(1, 0, 1, 2));
    IO.println("all of one channel of a frame: " + x.dim(2) * x.dim(3) + " numbers in a row in NCHW, in NHWC every "
            + last.dim(3) + "rd number");
}
