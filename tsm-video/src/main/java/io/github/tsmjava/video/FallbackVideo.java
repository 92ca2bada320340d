package io.github.tsmjava.video;

import java.nio.file.Path;
import java.util.List;

/** A video that is decoded in Java until that fails, and by {@code ffmpeg} from then on. */
final class FallbackVideo implements Video {

    private Video video;

    private FallbackVideo(Video video) {
        this.video = video;
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
            e.addSuppressed(reason);
            throw e;
        }
    }

    @Override
    public Path path() {
        return video.path();
    }

    @Override
    public int frameCount() {
        return video.frameCount();
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
            if (video instanceof FfmpegVideo) {
                throw e;
            }
            Video second = withFfmpeg(path(), e);
            if (second.frameCount() < frameCount()) {
                throw new VideoException(path(), "only %d of %d frames can be decoded"
                        .formatted(second.frameCount(), frameCount()), e);
            }
            video.close();
            video = second;
            return video.frames(indices);
        }
    }

    @Override
    public void close() {
        video.close();
    }
}
