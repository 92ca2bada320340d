package io.github.tsmjava.video.guard;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The frames that a request collects: all of one size, and together within the limit of bytes. */
public final class FrameSet {

    private final Path video;
    private final Limits limits;
    private final Map<Integer, Image> images = new HashMap<>();
    private int firstIndex;
    private long bytes;

    public FrameSet(Path video, Limits limits) {
        this.video = video;
        this.limits = limits;
    }

    /** @throws VideoException if its size differs, or the frames become too many bytes */
    public void put(int index, Image image) throws VideoException {
        if (images.isEmpty()) {
            firstIndex = index;
        } else if (!image.sameSize(images.get(firstIndex))) {
            throw new VideoException(video, "frames of different sizes: frame %d has %s pixels, frame %d has %s"
                    .formatted(firstIndex, images.get(firstIndex), index, image));
        }
        bytes += image.data().length;
        requireRoom(video, bytes, limits);
        images.put(index, image);
    }

    /**
     * @throws VideoException if a request needs more than a reader may hold, or leaves too little of the heap to others
     */
    public static void requireRoom(Path video, long bytes, Limits limits) throws VideoException {
        long heap = Runtime.getRuntime().maxMemory();
        long most = Math.min(limits.bytes(), heap - heap / 4);
        if (bytes > most) {
            throw new VideoException(video, "needs %d bytes at a time, allowed are %d".formatted(bytes, most));
        }
    }

    public boolean contains(int index) {
        return images.containsKey(index);
    }

    /** The frames that were put under these numbers. */
    public List<Image> at(int... indices) {
        return Arrays.stream(indices).mapToObj(images::get).toList();
    }
}
