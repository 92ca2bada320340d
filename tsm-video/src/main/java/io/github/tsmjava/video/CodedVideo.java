package io.github.tsmjava.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A video whose coded frames are found through a {@link VideoTrack} and decoded in Java. */
final class CodedVideo implements Video {

    /** Makes a decoder in its initial state. */
    interface DecoderFactory {

        FrameDecoder create() throws VideoException;
    }

    private static final int MAX_SAMPLE_SIZE = 1 << 26;

    private final Path path;
    private final FileChannel channel;
    private final VideoTrack track;
    private final String decoderName;
    private final DecoderFactory decoders;
    private final Guard guard;

    /**
     * @param channel the open file, closed with this video
     * @throws VideoException if the track shows no frame, or the decoder refuses its header
     */
    CodedVideo(Path path, FileChannel channel, VideoTrack track, String decoderName, DecoderFactory decoders)
            throws VideoException {
        this.path = path;
        this.channel = channel;
        this.track = track;
        this.decoderName = decoderName;
        this.decoders = decoders;
        if (track.display().length == 0) {
            throw new VideoException(path, "the video shows none of its %d frames".formatted(track.sizes().length));
        }
        this.guard = new Guard(path);
        try {
            newDecoder();
        } catch (VideoException e) {
            guard.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public int frameCount() {
        return track.display().length;
    }

    @Override
    public String decoder() {
        return decoderName;
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        int[] display = track.display();
        int[] samples = Arrays.stream(indices).map(i -> display[Objects.checkIndex(i, display.length)])
                .sorted().distinct().toArray();
        Map<Integer, Image> images = new HashMap<>();
        FrameDecoder decoder = newDecoder();
        int next = -1;
        for (int sample : samples) {
            int key = keyBefore(sample, decoder);
            if (key > next) {
                next = key;
                decoder = newDecoder();
            }
            for (; next < sample; next++) {
                decode(decoder, next, false);
            }
            images.put(sample, shown(decode(decoder, next++, true), sample));
        }
        List<Image> result = Arrays.stream(indices).mapToObj(i -> images.get(display[i])).toList();
        for (Image image : result) {
            if (!image.sameSize(result.getFirst())) {
                throw new VideoException(path, "frames of %s and of %s pixels".formatted(result.getFirst(), image));
            }
        }
        return result;
    }

    @Override
    public void forEach(FrameConsumer consumer) throws VideoException {
        int[] display = track.display();
        int[] shownAs = new int[track.sizes().length];
        Arrays.fill(shownAs, -1);
        for (int index = 0; index < display.length; index++) {
            shownAs[display[index]] = index;
        }
        FrameDecoder decoder = newDecoder();
        for (int sample = 0; sample < shownAs.length; sample++) {
            Image image = decode(decoder, sample, shownAs[sample] >= 0);
            if (shownAs[sample] >= 0) {
                consumer.accept(shownAs[sample], shown(image, sample));
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
        return guard.step("the video's header", decoders::create);
    }

    private int keyBefore(int sample, FrameDecoder decoder) throws VideoException {
        int key = track.keyBefore(sample);
        while (key > 0 && !decoder.isKey(read(key))) {
            key = track.keyBefore(key - 1);
        }
        return key;
    }

    private Image decode(FrameDecoder decoder, int sample, boolean wanted) throws VideoException {
        byte[] bytes = read(sample);
        return guard.step("coded frame " + sample, () -> decoder.decode(bytes, wanted));
    }

    private byte[] read(int sample) throws VideoException {
        int size = track.sizes()[sample];
        if (size > MAX_SAMPLE_SIZE) {
            throw new VideoException(path, "coded frame %d has %d bytes, allowed are %d"
                    .formatted(sample, size, MAX_SAMPLE_SIZE));
        }
        try {
            return JavaDecoders.read(channel, track.offsets()[sample], size).array();
        } catch (IOException e) {
            throw new VideoException(path, "cannot be read: " + ImageDecoder.reason(e), e);
        }
    }

    @Override
    public void close() {
        guard.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
