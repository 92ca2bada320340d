// Chapter 2, exercise 3: opposite gestures have the same frames. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/2-order/Exercise3.java

import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.image.Image;

void main() throws Exception {
    // Two sets of one clip each, of the same seed: one swipes to the left, one to the right.
    List<Image> left = pictures(Gesture.SWIPE_LEFT);
    List<Image> right = pictures(Gesture.SWIPE_RIGHT);
    for (int t : new int[] {0, 4, 8, 12}) {
        int twin = left.size() - 1 - t;
        IO.println("frame " + t + " of the swipe to the left is frame " + twin + " of the swipe to the right: "
                + Arrays.equals(left.get(t).data(), right.get(twin).data()));
    }
    // So no network that looks at single frames can learn which is which, however long it trains.
    Set<Integer> ofLeft = new HashSet<>();
    Set<Integer> ofRight = new HashSet<>();
    left.forEach(picture -> ofLeft.add(Arrays.hashCode(picture.data())));
    right.forEach(picture -> ofRight.add(Arrays.hashCode(picture.data())));
    IO.println(ofLeft.size() + " different pictures, the same set of them: " + ofLeft.equals(ofRight));
}

List<Image> pictures(Gesture gesture) throws Exception {
    return new GestureSet(List.of(gesture), 1, 0, 3, 16, 64, Scenery.PLAIN).clip(0)
            .frames(IntStream.range(0, 16).toArray());
}
