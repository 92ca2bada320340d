package io.github.tsmjava.video.container;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.FilePart;
import io.github.tsmjava.video.guard.FrameSet;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;

/** A video whose coded frames are found through a {@link VideoTrack} and decoded in Java. */
public final class CodedVideo implements FrameReader {

    /** Makes a decoder in its initial state. */
    public interface DecoderFactory {

        FrameDecoder create() throws VideoException;
    }

    private static final int MAX_SAMPLE_SIZE = 1 << 26;
    /** Time for any request, and what each coded frame adds: ten times what they take on an ordinary machine. */
    private static final long MILLIS = 4000;
    private static final long PIXELS_PER_MILLI = 4096;
    private static final long BYTES_PER_MILLI = 100;

    private final Path path;
    private final FileChannel channel;
    private final VideoTrack track;
    private final String decoderName;
    private final DecoderFactory decoders;
    private final Limits limits;
    /** Of a frame, about. */
    private final int pixels;
    private final IntToLongFunction room;

    /**
     * @param channel the open file, closed with this video
     * @throws VideoException if the track shows no frame, or the decoder refuses its header
     */
    public CodedVideo(Path path, FileChannel channel, VideoTrack track, String decoderName, DecoderFactory decoders,
               Limits limits) throws VideoException {
        this.path = path;
        this.channel = channel;
        this.track = track;
        this.decoderName = decoderName;
        this.decoders = decoders;
        this.limits = limits;
        if (track.display().length == 0) {
            throw new VideoException(path, "the video shows none of its %d frames".formatted(track.sizes().length));
        }
        FrameDecoder decoder = newDecoder();
        this.pixels = decoder.pixels();
        this.room = decoder::room;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int frameCount() {
        return track.display().length;
    }

    @Override
    public OptionalDouble frameRate() {
        return track.frameRate();
    }

    @Override
    public OptionalDouble time(int index) {
        return track.time(index);
    }

    @Override
    public String decoder() {
        return decoderName;
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        int[] display = track.display();
        int[] shown = Arrays.stream(indices).map(i -> display[Objects.checkIndex(i, display.length)]).toArray();
        int[] samples = Arrays.stream(shown).sorted().distinct().toArray();
        FrameSet.requireRoom(path, room.applyAsLong(samples.length), limits);
        Deadline deadline = Deadline.in(limits.time());
        int[] starts = Guard.run(path, deadline.atMost(Duration.ofMillis(MILLIS)), () -> starts(samples));
        return Guard.run(path, deadline.atMost(enough(samples, starts)), () -> decode(samples, starts)).at(shown);
    }

    /** Where decoding has to start for each sample, given what was decoded for the one before it. */
    private int[] starts(int[] samples) throws VideoException {
        FrameDecoder decoder = newDecoder();
        int[] starts = new int[samples.length];
        for (int i = 0, next = -1; i < samples.length; i++) {
            Guard.check();
            starts[i] = Math.max(next, keyBefore(samples[i], next, decoder));
            next = samples[i] + 1;
        }
        return starts;
    }

    /** Keys that were decoded already, those before {@code next}, need not be looked at. */
    private int keyBefore(int sample, int next, FrameDecoder decoder) throws VideoException {
        int key = track.keyBefore(sample);
        while (key > 0 && key >= next && !decoder.isKey(read(key))) {
            Guard.check();
            key = track.keyBefore(key - 1);
        }
        return key;
    }

    private Duration enough(int[] samples, int[] starts) {
        long millis = MILLIS;
        for (int i = 0; i < samples.length; i++) {
            for (int sample = starts[i]; sample <= samples[i]; sample++) {
                millis += millis(sample);
            }
        }
        return Duration.ofMillis(millis);
    }

    private long millis(int sample) {
        return pixels / PIXELS_PER_MILLI + track.sizes()[sample] / BYTES_PER_MILLI + 1;
    }

    private FrameSet decode(int[] samples, int[] starts) throws VideoException {
        FrameSet images = new FrameSet(path, limits);
        FrameDecoder decoder = null;
        int next = -1;
        for (int i = 0; i < samples.length; i++) {
            if (starts[i] != next) {
                next = starts[i];
                decoder = newDecoder();
            }
            for (; next < samples[i]; next++) {
                decode(decoder, next, false);
            }
            images.put(samples[i], shown(decode(decoder, next++, true), samples[i]));
        }
        return images;
    }

    /** Each frame is a request of its own: time passes while the consumer works, and a film may be long. */
    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        int[] display = track.display();
        Objects.checkFromToIndex(from, to, display.length);
        if (from == to) {
            return;
        }
        int[] shownAs = new int[track.sizes().length];
        Arrays.fill(shownAs, -1);
        for (int index = from; index < to; index++) {
            shownAs[display[index]] = index;
        }
        int[] samples = Arrays.stream(display, from, to).sorted().toArray();
        int start = Guard.run(path, Deadline.in(limits.time()).atMost(Duration.ofMillis(MILLIS)),
                () -> keyBefore(samples[0], -1, newDecoder()));
        FrameDecoder decoder = newDecoder();
        for (int i = start; i <= samples[samples.length - 1]; i++) {
            int sample = i;
            boolean wanted = shownAs[sample] >= 0;
            Image image = Guard.run(path, Deadline.in(limits.time()).atMost(Duration.ofMillis(MILLIS + millis(sample))),
                    () -> wanted ? shown(decode(decoder, sample, true), sample) : decode(decoder, sample, false));
            if (wanted) {
                consumer.accept(shownAs[sample], image);
            }
        }
    }

    private Image shown(Image image, int sample) throws VideoException {
        if (image == null) {
            throw new VideoException(path, "damaged: coded frame %d holds no picture".formatted(sample));
        }
        return image.rotate(track.quarterTurns());
    }

    private FrameDecoder newDecoder() throws VideoException {
        try {
            return decoders.create();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw Guard.undecodable(path, "the video's header", e);
        }
    }

    private Image decode(FrameDecoder decoder, int sample, boolean wanted) throws VideoException {
        Guard.check();
        try {
            return decoder.decode(read(sample), wanted);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw Guard.undecodable(path, "coded frame " + sample, e);
        }
    }

    private byte[] read(int sample) throws VideoException {
        int size = track.sizes()[sample];
        if (size > MAX_SAMPLE_SIZE || size > limits.bytes()) {
            throw new VideoException(path, "coded frame %d has %d bytes, allowed are %d"
                    .formatted(sample, size, Math.min(MAX_SAMPLE_SIZE, limits.bytes())));
        }
        try {
            return FilePart.read(channel, track.offsets()[sample], size).array();
        } catch (IOException e) {
            throw new VideoException(path, "cannot be read: " + VideoException.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
