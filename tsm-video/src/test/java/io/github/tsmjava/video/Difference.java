package io.github.tsmjava.video;

import io.github.tsmjava.video.image.Image;
import java.util.List;

/** How far two lists of frames are apart, in levels of 0 to 255. */
record Difference(double mean, int max) {

    static Difference between(List<Image> left, List<Image> right) {
        long sum = 0;
        long count = 0;
        int max = 0;
        for (int frame = 0; frame < left.size(); frame++) {
            byte[] a = left.get(frame).data();
            byte[] b = right.get(frame).data();
            if (!left.get(frame).sameSize(right.get(frame))) {
                throw new AssertionError(left.get(frame) + " against " + right.get(frame));
            }
            for (int i = 0; i < a.length; i++) {
                int difference = Math.abs((a[i] & 0xff) - (b[i] & 0xff));
                sum += difference;
                max = Math.max(max, difference);
            }
            count += a.length;
        }
        return new Difference((double) sum / count, max);
    }
}
