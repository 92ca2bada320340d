// Chapter 5, exercise 2: where shifting in place does no harm. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/5-in-place/Exercise2.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Shift shift = Shift.bidirectional(4);
    Tensor x = Tensor.zeros(4, 4);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = i;
    }
    Tensor right = Add.add(shift.apply(x, 4), x);

    // Read x for the sum first, shift afterwards: nobody needs the unshifted numbers any more.
    Tensor own = x.copy();
    Tensor kept = own.copy();
    shift.applyInPlace(own, 4);
    IO.println("a copy for the sum:         right: " + Arrays.equals(right.data(), Add.add(own, kept).data()));

    // Without the copy the sum gets the shifted numbers twice.
    Tensor shared = x.copy();
    shift.applyInPlace(shared, 4);
    IO.println("the same tensor for both:   right: " + Arrays.equals(right.data(), Add.add(shared, shared).data()));

    // The copy costs the memory that shifting in place was to save, so nothing was won.
    int fold = shift.fold(4);
    IO.println("shifting in place moves " + 2 * fold + " of 4 channels; the copy moves all 4 of them");
}
