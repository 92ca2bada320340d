package io.github.tsmjava.spark;

import io.github.tsmjava.spark.input.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Which videos are committed together, and which of them a task looks at. */
final class Batches {

    /** A chunk ends when its last task has, so it should have many. */
    private static final int CLIPS_PER_SLOT = 64;
    private static final int LEAST_IN_CHUNK = 1024;
    /** What a task does again when its executor is lost. */
    private static final int MOST_IN_TASK = 32;
    /** Less is not worth a task and a file of its own. */
    private static final long LEAST_WEIGHT = 1 << 19;

    private Batches() {
    }

    /**
     * How many videos are committed at once.
     *
     * @param slots tasks that can run at the same time
     */
    static int chunk(int slots) {
        return Math.max(LEAST_IN_CHUNK, CLIPS_PER_SLOT * slots);
    }

    /** Deals whole videos out to tasks. */
    static List<List<Clip>> tasks(List<Clip> clips, int slots) {
        return tasks(clips, Clip::weight, slots);
    }

    /**
     * Deals videos, or parts of them, out to tasks. Each task gets a share of the bytes that are left, so tasks become smaller
     * towards the end and all slots end at about the same time.
     *
     * @param all    the largest first
     * @param weight roughly how long one takes, in bytes of video
     * @param slots  tasks that can run at the same time
     * @return those of each task, none of them empty, in the order in which they should begin
     */
    static <T> List<List<T>> tasks(List<T> all, ToLongFunction<T> weight, int slots) {
        long left = all.stream().mapToLong(weight).sum();
        List<List<T>> tasks = new ArrayList<>();
        List<T> task = new ArrayList<>();
        long share = share(left, slots);
        long taken = 0;
        for (T one : all) {
            task.add(one);
            taken += weight.applyAsLong(one);
            if (taken >= share || task.size() == MOST_IN_TASK) {
                tasks.add(task);
                task = new ArrayList<>();
                left -= taken;
                share = share(left, slots);
                taken = 0;
            }
        }
        if (!task.isEmpty()) {
            tasks.add(task);
        }
        return tasks;
    }

    private static long share(long left, int slots) {
        return Math.max(LEAST_WEIGHT, left / (2L * slots));
    }
}
