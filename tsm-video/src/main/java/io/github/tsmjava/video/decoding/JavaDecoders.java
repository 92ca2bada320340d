package io.github.tsmjava.video.decoding;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.container.Avi;
import io.github.tsmjava.video.container.CodedVideo;
import io.github.tsmjava.video.container.JpegFrames;
import io.github.tsmjava.video.container.Mp4;
import io.github.tsmjava.video.container.VideoTrack;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.gif.GifVideo;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.FilePart;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.h264.H264Frames;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Opens the video files that can be decoded without any other program, by what they contain, not by their name. */
public final class JavaDecoders {

    /** Time to read the tables of any file, and what its size adds. */
    private static final long MILLIS = 4000;
    private static final long BYTES_PER_MILLI = 10_000;

    private JavaDecoders() {
    }

    public static FrameReader open(Path path, Limits limits) throws VideoException {
        FileChannel channel = null;
        FrameReader video = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            FileChannel opened = channel;
            Duration enough = Duration.ofMillis(MILLIS + channel.size() / BYTES_PER_MILLI);
            video = Guard.run(path, Deadline.in(limits.time()).atMost(enough), () -> open(path, opened, limits));
            return video;
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new VideoException(path, "cannot be read: " + VideoException.reason(e), e);
        } finally {
            if (video == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static FrameReader open(Path path, FileChannel channel, Limits limits) throws IOException {
        if (channel.size() < 16) {
            throw new VideoException(path, "not a video: %d bytes".formatted(channel.size()));
        }
        String head = new String(FilePart.read(channel, 0, 16).array(), StandardCharsets.ISO_8859_1);
        if (head.startsWith("GIF8")) {
            FrameReader gif = GifVideo.open(path, channel, limits);
            channel.close();
            return gif;
        }
        if (head.startsWith("RIFF") && head.startsWith("AVI ", 8)) {
            return open(path, channel, Avi.read(path, channel, limits), limits);
        }
        if (head.startsWith("\u001aE\u00df\u00a3")) {
            throw new NeedsFfmpegException(path, "WebM or Matroska");
        }
        if (head.startsWith("\u0089PNG") || head.startsWith("\u00ff\u00d8\u00ff")) {
            throw new VideoException(path, "a single picture: expected a video or the folder with all frames");
        }
        return switch (head.substring(4, 8)) {
            case "ftyp", "moov", "mdat", "wide", "free", "skip" ->
                    open(path, channel, Mp4.read(path, channel, limits), limits);
            default -> throw new NeedsFfmpegException(path, "not a kind of video that is decoded in Java");
        };
    }

    private static FrameReader open(Path path, FileChannel channel, VideoTrack track, Limits limits)
            throws VideoException {
        return switch (track.codec()) {
            case "avc1", "avc3" -> new CodedVideo(path, channel, track, "jcodec",
                    () -> new H264Frames(path, track.header(), limits), limits);
            case "jpeg", "mjpa", "MJPG" -> new CodedVideo(path, channel, track, "imageio",
                    () -> new JpegFrames(path, track.height(), limits), limits);
            default -> throw new NeedsFfmpegException(path, "codec '%s'".formatted(track.codec()));
        };
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The reason why the file was refused is worth more than this.
        }
    }
}
