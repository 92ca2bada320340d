package io.github.tsmjava.video;

import io.github.tsmjava.tensor.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Opens the video files that can be decoded without any other program, by what they contain, not by their name. */
final class JavaDecoders {

    /** Time to read the tables of any file, and what its size adds. */
    private static final long MILLIS = 4000;
    private static final long BYTES_PER_MILLI = 10_000;

    private JavaDecoders() {
    }

    static Video open(Path path, Limits limits) throws VideoException {
        FileChannel channel = null;
        Video video = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            FileChannel opened = channel;
            Duration enough = Duration.ofMillis(MILLIS + channel.size() / BYTES_PER_MILLI);
            video = Guard.run(path, Deadline.in(limits.time()).atMost(enough), () -> open(path, opened, limits));
            return video;
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new VideoException(path, "cannot be read: " + ImageDecoder.reason(e), e);
        } finally {
            if (video == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static Video open(Path path, FileChannel channel, Limits limits) throws IOException {
        if (channel.size() < 16) {
            throw new VideoException(path, "not a video: %d bytes".formatted(channel.size()));
        }
        String head = new String(read(channel, 0, 16).array(), StandardCharsets.ISO_8859_1);
        if (head.startsWith("GIF8")) {
            Video gif = GifVideo.open(path, channel, limits);
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

    private static Video open(Path path, FileChannel channel, VideoTrack track, Limits limits) throws VideoException {
        return switch (track.codec()) {
            case "avc1", "avc3" -> new CodedVideo(path, channel, track, "jcodec",
                    () -> new H264Frames(path, track.header(), limits), limits);
            case "jpeg", "mjpa", "MJPG" -> new CodedVideo(path, channel, track, "imageio",
                    () -> new JpegFrames(path, track.height(), limits), limits);
            default -> throw new NeedsFfmpegException(path, "codec '%s'".formatted(track.codec()));
        };
    }

    /** Reads exactly the given part of a file. */
    static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file ends at byte " + channel.size());
            }
        }
        return bytes.flip();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The reason why the file was refused is worth more than this.
        }
    }
}
