// Chapter 4, exercise 2: a wrong gradient, and how to catch it. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/4-adjoint/Exercise2.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Shift shift = Shift.bidirectional(4);
    // The mistake: gradients are shifted in the same direction again, not back.
    check("back by the adjoint", shift, shift.adjoint(), 8);
    check("back by the shift itself", shift, shift, 8);
    // A test on too few channels catches nothing: a quarter of three channels is none.
    check("the same mistake on three channels", shift, shift, 3);
}

void check(String name, Shift forwards, Shift backwards, int channels) {
    Random random = new Random(5);
    Tensor x = Tensor.zeros(6, channels);
    Tensor g = Tensor.zeros(6, channels);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = random.nextInt(-9, 10);
        g.data()[i] = random.nextInt(-9, 10);
    }
    double there = dot(forwards.apply(x, 6), g);
    double back = dot(x, backwards.apply(g, 6));
    IO.println(name + ": " + there + " and " + back + (there == back ? ", passes" : ", WRONG"));
}

double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
        sum += a.data()[i] * b.data()[i];
    }
    return sum;
}
