package io.github.tsmjava.train.data;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Decoded frames, kept in memory up to a budget and packed without loss. Training comes back to every video once an
 * epoch, so nothing that is in is ever put out for something else.
 *
 * <p>A video file is kept whole, since its frames depend on one another; of a folder only what was asked for.
 */
final class FrameCache {

    /** Opens a video that is not in the cache. */
    @FunctionalInterface
    interface Opener {
        Video open() throws VideoException;
    }

    private static final String FOLDER_DECODER = "frames";

    private final Map<Integer, PackedVideo> videos = new ConcurrentHashMap<>();
    private final AtomicLong room;

    /** @param budget in bytes; 0 keeps nothing */
    FrameCache(long budget) {
        room = new AtomicLong(budget);
    }

    /**
     * Frames of a video.
     *
     * @param key    the same for the same video
     * @param choose from the number of frames to the wanted indices; called once
     */
    List<Image> frames(int key, Opener opener, IntFunction<int[]> choose) throws VideoException {
        PackedVideo known = videos.get(key);
        int[] wanted = known == null ? null : choose.apply(known.frameCount());
        if (known != null && known.holds(wanted)) {
            return known.frames(wanted);
        }
        try (Video video = opener.open()) {
            int[] indices = wanted == null ? choose.apply(video.frameCount()) : wanted;
            if (room.get() <= 0) {
                return video.frames(indices);
            }
            PackedVideo packed = videos.computeIfAbsent(key, absent -> new PackedVideo(video.frameCount()));
            if (!video.decoder().equals(FOLDER_DECODER)) {
                return framesOfFile(video, opener, packed, indices);
            }
            int[] missing = Arrays.stream(indices).distinct().filter(index -> !packed.holds(index)).toArray();
            List<Image> read = video.frames(missing);
            Map<Integer, Image> images = new HashMap<>();
            for (int i = 0; i < missing.length; i++) {
                images.put(missing[i], read.get(i));
                packed.keep(missing[i], read.get(i));
            }
            List<Image> result = Arrays.stream(indices)
                    .mapToObj(index -> images.computeIfAbsent(index, held -> packed.frames(held).getFirst())).toList();
            for (Image image : result) {
                if (!Size.of(image).equals(Size.of(result.getFirst()))) {
                    throw new VideoException(video.name(),
                            "frames of %s and of %s pixels".formatted(result.getFirst(), image));
                }
            }
            return result;
        }
    }

    private List<Image> framesOfFile(Video video, Opener opener, PackedVideo packed, int[] indices)
            throws VideoException {
        if (packed.unfit || keepAll(video, packed)) {
            return packed.holds(indices) ? packed.frames(indices) : video.frames(indices);
        }
        // The result must not depend on whether there was room.
        try (Video again = opener.open()) {
            return again.frames(indices);
        }
    }

    /** Keeps all frames, or none of a video that cannot be decoded to its end by one decoder, or that has no room. */
    private boolean keepAll(Video video, PackedVideo packed) {
        String decoder = video.decoder();
        boolean whole;
        try {
            video.forEach(packed::keep);
            whole = video.decoder().equals(decoder) && !packed.overflowed;
        } catch (VideoException e) {
            // A damaged frame counts only when a clip needs it; then the video says so again.
            whole = false;
        }
        if (!whole) {
            packed.unfit = true;
            room.addAndGet(packed.clear());
        }
        return whole;
    }

    private record Size(int width, int height) {

        static Size of(Image image) {
            return new Size(image.width(), image.height());
        }
    }

    private record PackedFrame(int width, int height, byte[] bytes) { }

    private final class PackedVideo {

        private final AtomicReferenceArray<PackedFrame> frames;
        private final AtomicReference<Size> size = new AtomicReference<>();
        /** Whether keeping this video was tried and failed. */
        private volatile boolean unfit;
        private volatile boolean overflowed;

        PackedVideo(int frameCount) {
            frames = new AtomicReferenceArray<>(frameCount);
        }

        int frameCount() {
            return frames.length();
        }

        boolean holds(int... indices) {
            return Arrays.stream(indices).allMatch(index -> frames.get(index) != null);
        }

        /** Frames of another size are not kept, so that those who need them are told. */
        void keep(int index, Image image) {
            if (index >= frames.length() || frames.get(index) != null) {
                return;
            }
            if (room.get() <= 0) {
                overflowed = true;
                return;
            }
            size.compareAndSet(null, Size.of(image));
            if (!size.get().equals(Size.of(image))) {
                return;
            }
            byte[] bytes = pack(image.data());
            room.addAndGet(-bytes.length);
            frames.set(index, new PackedFrame(image.width(), image.height(), bytes));
        }

        /** Forgets all frames and returns how many bytes they took. */
        long clear() {
            long bytes = 0;
            for (int i = 0; i < frames.length(); i++) {
                PackedFrame frame = frames.getAndSet(i, null);
                bytes += frame == null ? 0 : frame.bytes.length;
            }
            return bytes;
        }

        List<Image> frames(int... indices) {
            return Arrays.stream(indices).mapToObj(frames::get).map(PackedVideo::unpack).toList();
        }

        private static byte[] pack(byte[] pixels) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            deflater.setInput(pixels);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(pixels.length / 2);
            byte[] part = new byte[1 << 13];
            while (!deflater.finished()) {
                packed.write(part, 0, deflater.deflate(part));
            }
            deflater.end();
            return packed.toByteArray();
        }

        private static Image unpack(PackedFrame frame) {
            byte[] pixels = new byte[frame.width * frame.height * 3];
            Inflater inflater = new Inflater();
            inflater.setInput(frame.bytes);
            try {
                inflater.inflate(pixels);
            } catch (DataFormatException e) {
                throw new IllegalStateException("a frame in memory is damaged", e);
            } finally {
                inflater.end();
            }
            return Image.of(frame.width, frame.height, pixels);
        }
    }
}
