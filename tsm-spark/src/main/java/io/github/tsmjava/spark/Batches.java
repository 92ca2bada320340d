package io.github.tsmjava.spark;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * Deals videos out to tasks. Each task gets a share of the bytes that are left, so tasks become smaller towards the end and
     * all slots end at about the same time.
     *
     * @param clips the largest first
     * @param slots tasks that can run at the same time
     * @return the videos of each task, none of them empty, in the order in which they should begin
     */
    static List<List<Clip>> tasks(List<Clip> clips, int slots) {
        long left = clips.stream().mapToLong(Clip::weight).sum();
        List<List<Clip>> tasks = new ArrayList<>();
        List<Clip> task = new ArrayList<>();
        long share = share(left, slots);
        long weight = 0;
        for (Clip clip : clips) {
            task.add(clip);
            weight += clip.weight();
            if (weight >= share || task.size() == MOST_IN_TASK) {
                tasks.add(task);
                task = new ArrayList<>();
                left -= weight;
                share = share(left, slots);
                weight = 0;
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
