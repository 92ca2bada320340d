package io.github.tsmjava.train.teach;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.train.streams.ClipStreams;
import io.github.tsmjava.train.streams.StreamSet;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a network learns from, in a folder of its own: the frames of all examples, decoded once and small, pictures in
 * which nothing happens, and streams of both.
 */
final class Material {

    /** Frames are larger than the network's input by as much as for tests: 256 to 224. */
    private static final int FRAME = 8;
    private static final int INPUT = 7;
    /** Of drawn clips in which nothing happens. */
    private static final int DRAWN_FRAMES = 16;
    /** So few clips are shown twice in streams, in another order. */
    private static final int FEW = 40;
    /** In a stream, at least; in the last one. */
    private static final int CLIPS = 20;
    private static final int LAST_CLIPS = 5;
    /** Colours of a picture that differ by less are one. */
    private static final int NOISE = 12;

    private final Examples examples;
    private final Path folder;
    private final FrameFormat format;
    private final long seed;
    /** How long each example lasts; 0 for one that is not used. */
    private final double[] seconds;

    /**
     * @param folder a new one
     * @param size   side of the network's input in pixels
     */
    Material(Examples examples, Path folder, int size, long seed) {
        this.examples = examples;
        this.folder = folder;
        this.format = new FrameFormat(FrameFormat.DEFAULT.pattern(), size * FRAME / INPUT, FrameFormat.DEFAULT.quality());
        this.seed = seed;
        this.seconds = new double[examples.clips().size()];
    }

    /**
     * The frames of all examples, in their order. An example that cannot be read, or shows nothing, has no entry.
     *
     * @param failures gets a line for each that has none
     * @param progress called after each example, from any thread
     */
    List<VideoList.Entry> frames(List<String> failures, Runnable progress) throws IOException {
        int count = examples.clips().size();
        VideoList.Entry[] entries = new VideoList.Entry[count];
        List<String> failed = Collections.synchronizedList(failures);
        try {
            WorkerPool.current().forEach(count, index -> {
                Examples.Example example = examples.clips().get(index);
                try {
                    entries[index] = entry(example, index);
                } catch (VideoException e) {
                    failed.add(e.getMessage());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Stream.of(entries).filter(Objects::nonNull).toList();
    }

    private VideoList.Entry entry(Examples.Example example, int index) throws IOException {
        String name = "clip-%05d".formatted(index);
        double rate;
        try (Video video = Video.open(example.file(), Decoder.AUTO)) {
            rate = video.frameRate().orElse(Examples.FOLDER_RATE);
            FrameExtractor.write(video, folder.resolve(name), format);
        }
        try (Video small = Video.open(folder.resolve(name), Decoder.AUTO)) {
            int count = small.frameCount();
            List<Image> pictures = small.frames(0, count / 2, count - 1);
            if (example.label() != examples.idle()) {
                if (pictures.stream().allMatch(Material::isPlain)) {
                    throw new VideoException(example.file(), "there is nothing to see: its frames are of one colour");
                }
                still(pictures.getFirst(), name + "-before");
                still(pictures.getLast(), name + "-after");
            }
            seconds[index] = count / rate;
            return new VideoList.Entry(index + 1, name, 0, count, example.label());
        }
    }

    /** How long a gesture of the examples lasts: half of them last longer. */
    double seconds() {
        double[] sorted = IntStream.range(0, seconds.length)
                .filter(i -> seconds[i] > 0 && examples.clips().get(i).label() != examples.idle())
                .mapToDouble(i -> seconds[i]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void still(Image picture, String name) throws IOException {
        try (Video video = Video.of(List.of(picture))) {
            FrameExtractor.write(video, folder.resolve(name), format);
        }
    }

    private static boolean isPlain(Image picture) {
        int[] least = {255, 255, 255};
        int[] most = new int[3];
        byte[] rgb = picture.data();
        for (int i = 0; i < rgb.length; i++) {
            int value = rgb[i] & 0xff;
            least[i % 3] = Math.min(least[i % 3], value);
            most[i % 3] = Math.max(most[i % 3], value);
        }
        return most[0] - least[0] < NOISE && most[1] - least[1] < NOISE && most[2] - least[2] < NOISE;
    }

    /** Clips in which nothing happens: the first and the last picture of each of these, standing still, and drawn ones. */
    List<VideoList.Entry> nothing(List<VideoList.Entry> clips) throws IOException {
        List<VideoList.Entry> entries = new ArrayList<>();
        int idle = examples.idle();
        for (VideoList.Entry clip : clips) {
            if (clip.label() != idle) {
                entries.add(new VideoList.Entry(clip.line(), clip.path() + "-before", 0, 1, idle));
                entries.add(new VideoList.Entry(clip.line(), clip.path() + "-after", 0, 1, idle));
            }
        }
        int drawn = Math.max(1, clips.size() / examples.labels().size());
        Path place = folder.resolve("drawn-" + clips.size());
        if (Files.notExists(place)) {
            draw(drawn, place);
        }
        for (VideoList.Entry clip : VideoList.read(place.resolve("list.txt")).entries()) {
            entries.add(new VideoList.Entry(clip.line(), place.getFileName() + "/" + clip.path(), 0, clip.frames(), idle));
        }
        return entries;
    }

    private void draw(int drawn, Path place) throws IOException {
        new GestureSet(List.of(Gesture.NONE), drawn, 0, (int) seed, DRAWN_FRAMES, Math.max(GestureSet.MIN_SIZE, format.shortSide()),
                Scenery.VARIED).write(place);
    }

    /**
     * Streams in which clips follow one another, about as quick as they are, and stand still before and after.
     *
     * @param rate frames a second
     * @return the list of them
     */
    Path streams(List<VideoList.Entry> clips, double rate) throws IOException {
        List<VideoList.Entry> shown = new ArrayList<>();
        Random random = new Random(seed);
        for (int times = clips.size() < FEW ? 2 : 1; times > 0; times--) {
            List<VideoList.Entry> order = new ArrayList<>(clips);
            Collections.shuffle(order, random);
            shown.addAll(order);
        }
        int each = CLIPS;
        while (each < shown.size() && shown.size() % each > 0 && shown.size() % each < LAST_CLIPS) {
            each++;
        }
        Path place = folder.resolve("streams-" + clips.size());
        new ClipStreams(new VideoList(examples.folder(), shown), folder, Decoder.AUTO, examples.labels(), List.of(),
                new ClipStreams.Settings(rate, each,
                Math.clamp(seconds(), ClipStreams.MIN_SECONDS, ClipStreams.MAX_SECONDS), seed)).write(place, () -> { });
        return place.resolve(StreamSet.LIST);
    }

    /** The same clips, of each class equally many: those of a class that has fewer come again. */
    VideoList balanced(List<VideoList.Entry> clips, int each) {
        List<VideoList.Entry> entries = new ArrayList<>();
        Random random = new Random(seed);
        for (int label = 0; label < examples.labels().size(); label++) {
            int wanted = label;
            List<VideoList.Entry> own = new ArrayList<>(clips.stream().filter(clip -> clip.label() == wanted).toList());
            Collections.shuffle(own, random);
            for (int i = 0; i < each; i++) {
                entries.add(own.get(i % own.size()));
            }
        }
        return new VideoList(examples.folder(), entries);
    }

    Path folder() {
        return folder;
    }
}
