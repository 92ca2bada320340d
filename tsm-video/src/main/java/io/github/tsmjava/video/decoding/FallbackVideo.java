package io.github.tsmjava.video.decoding;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.ffmpeg.Ffmpeg;
import io.github.tsmjava.video.ffmpeg.FfmpegVideo;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A video that is decoded in Java until that fails, and by {@code ffmpeg} from then on. */
public final class FallbackVideo implements FrameReader {

    private final Path path;
    /** What the container says; ffmpeg may decode fewer frames of a damaged file. */
    private final int frameCount;
    private final Optional<Ffmpeg> ffmpeg;
    private final Limits limits;
    private FrameReader video;
    /** Tells times, of the frames of any decoder alike. */
    private final FrameReader container;

    private FallbackVideo(Path path, FrameReader video, Optional<Ffmpeg> ffmpeg, Limits limits) {
        this.path = path;
        this.video = video;
        this.container = video;
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.frameCount = video.frameCount();
    }

    public static FrameReader open(Path path, Limits limits) throws VideoException {
        return open(path, Ffmpeg.installed(), limits);
    }

    public static FrameReader open(Path path, Optional<Ffmpeg> ffmpeg, Limits limits) throws VideoException {
        Deadline deadline = Deadline.in(limits.time());
        try {
            return new FallbackVideo(path, JavaDecoders.open(path, limits), ffmpeg, limits);
        } catch (VideoException e) {
            return withFfmpeg(path, ffmpeg, limits, deadline, e);
        }
    }

    /**
     * Opens a video that Java does not decode, unless the request was interrupted or its time is over.
     *
     * @param deadline of the request that failed
     */
    private static FfmpegVideo withFfmpeg(Path path, Optional<Ffmpeg> ffmpeg, Limits limits, Deadline deadline,
                                          VideoException reason) throws VideoException {
        if (ffmpeg.isEmpty() || Thread.currentThread().isInterrupted() || deadline.nanosLeft() <= 0) {
            throw reason;
        }
        try {
            return FfmpegVideo.open(path, ffmpeg.get(), limits, deadline);
        } catch (StoppedException e) {
            throw e;
        } catch (VideoException e) {
            // Of a damaged file the strict decoder knows better what is wrong.
            VideoException clearer = reason instanceof NeedsFfmpegException ? e : reason;
            clearer.addSuppressed(clearer == e ? reason : e);
            throw clearer;
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int frameCount() {
        return frameCount;
    }

    @Override
    public OptionalDouble frameRate() {
        return container.frameRate();
    }

    @Override
    public OptionalDouble time(int index) {
        return container.time(index);
    }

    @Override
    public String decoder() {
        return video.decoder();
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        Deadline deadline = Deadline.in(limits.time());
        try {
            return video.frames(indices);
        } catch (VideoException e) {
            return continueWithFfmpeg(Arrays.stream(indices).max().orElse(0), deadline, e).frames(deadline, indices);
        }
    }

    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        try {
            video.forEach(from, to, consumer);
        } catch (VideoException e) {
            continueWithFfmpeg(to - 1, Deadline.in(limits.time()), e).forEach(from, to, consumer);
        }
    }

    /** @param last the last frame that is wanted */
    private FfmpegVideo continueWithFfmpeg(int last, Deadline deadline, VideoException reason) throws VideoException {
        if (video instanceof FfmpegVideo) {
            throw reason;
        }
        FfmpegVideo second = withFfmpeg(path, ffmpeg, limits, deadline, reason);
        if (last >= second.frameCount()) {
            throw new VideoException(path, "only %d of %d frames can be decoded"
                    .formatted(second.frameCount(), frameCount), reason);
        }
        video.close();
        video = second;
        return second;
    }

    @Override
    public void close() {
        video.close();
    }
}
