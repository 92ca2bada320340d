package io.github.tsmjava.video;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A video that is decoded in Java until that fails, and by {@code ffmpeg} from then on. */
final class FallbackVideo implements Video {

    /** What the container says; ffmpeg may decode fewer frames of a damaged file. */
    private final int frameCount;
    private Video video;

    private FallbackVideo(Video video) {
        this.video = video;
        this.frameCount = video.frameCount();
    }

    static Video open(Path path) throws VideoException {
        try {
            return new FallbackVideo(JavaDecoders.open(path));
        } catch (VideoException e) {
            return withFfmpeg(path, e);
        }
    }

    private static Video withFfmpeg(Path path, VideoException reason) throws VideoException {
        if (Ffmpeg.installed().isEmpty()) {
            throw reason;
        }
        try {
            return FfmpegVideo.open(path);
        } catch (VideoException e) {
            // Of a damaged file the strict decoder knows better what is wrong.
            VideoException clearer = reason instanceof NeedsFfmpegException ? e : reason;
            clearer.addSuppressed(clearer == e ? reason : e);
            throw clearer;
        }
    }

    @Override
    public Path path() {
        return video.path();
    }

    @Override
    public int frameCount() {
        return frameCount;
    }

    @Override
    public String decoder() {
        return video.decoder();
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        try {
            return video.frames(indices);
        } catch (VideoException e) {
            continueWithFfmpeg(Arrays.stream(indices).max().orElse(0), e);
            return video.frames(indices);
        }
    }

    @Override
    public void forEach(FrameConsumer consumer) throws VideoException {
        try {
            video.forEach(consumer);
        } catch (VideoException e) {
            continueWithFfmpeg(frameCount - 1, e);
            video.forEach(consumer);
        }
    }

    /** @param last the last frame that is wanted */
    private void continueWithFfmpeg(int last, VideoException reason) throws VideoException {
        if (video instanceof FfmpegVideo) {
            throw reason;
        }
        Video second = withFfmpeg(path(), reason);
        if (last >= second.frameCount()) {
            throw new VideoException(path(), "only %d of %d frames can be decoded"
                    .formatted(second.frameCount(), frameCount), reason);
        }
        video.close();
        video = second;
    }

    @Override
    public void close() {
        video.close();
    }
}
