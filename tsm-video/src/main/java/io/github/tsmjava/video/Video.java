package io.github.tsmjava.video;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.decoding.FallbackVideo;
import io.github.tsmjava.video.decoding.JavaDecoders;
import io.github.tsmjava.video.ffmpeg.FfmpegVideo;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.picture.FrameFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A clip of which frames can be fetched. Frames are in display order, rotation is already applied, and all frames of a
 * video have the same size. A video is used by one thread at a time.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="video"}
 */
public interface Video extends FrameReader {

    /**
     * Opens a video file or a folder of JPEG or PNG frames (RGB), within {@link Limits#USUAL}.
     *
     * @throws VideoException if there is no such file, or the decoder cannot read it
     */
    static Video open(Path path, Decoder decoder) throws VideoException {
        return open(path, decoder, Limits.USUAL);
    }

    /** The same with other limits. They hold for each call on the video too; {@link #forEach} may take the time for
     * each frame. */
    static Video open(Path path, Decoder decoder, Limits limits) throws VideoException {
        if (Files.isDirectory(path)) {
            return Guard.run(path, Deadline.in(limits.time()), () -> OpenedVideo.of(FrameFolder.rgb(path, limits)));
        }
        if (!Files.isRegularFile(path)) {
            throw new VideoException(path,
                    Files.exists(path) ? "neither a file nor a folder" : "no such file or folder");
        }
        return OpenedVideo.of(switch (decoder) {
            case JAVA -> JavaDecoders.open(path, limits);
            case FFMPEG -> FfmpegVideo.open(path, limits);
            case AUTO -> FallbackVideo.open(path, limits);
        });
    }

    /**
     * Opens a folder of optical flow. Each frame has the horizontal component in red and the vertical one in green. The
     * folder holds either grey pictures in pairs ({@code flow_x_00001.jpg} and {@code flow_y_00001.jpg}, or
     * {@code 000042-x_00001.jpg} and {@code 000042-y_00001.jpg}) or RGB pictures with the components in red and green.
     *
     * @throws VideoException if the folder cannot be read, holds no frames, or a component of a frame is missing
     */
    static Video openFlow(Path folder) throws VideoException {
        return openFlow(folder, Limits.USUAL);
    }

    /** The same with other limits than {@link Limits#USUAL}. */
    static Video openFlow(Path folder, Limits limits) throws VideoException {
        if (!Files.isDirectory(folder)) {
            throw new VideoException(folder, Files.exists(folder)
                    ? "optical flow is read from a folder of pictures, this is none" : "no such folder");
        }
        return Guard.run(folder, Deadline.in(limits.time()), () -> OpenedVideo.of(FrameFolder.flow(folder, limits)));
    }

    /**
     * A video of pictures in memory, which are shared, not copied. It needs no closing.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if there are none, or they differ in size
     */
    static Video of(List<Image> pictures) {
        return of("video", pictures);
    }

    /** The same with a name for messages and predictions. */
    static Video of(String name, List<Image> pictures) {
        return new MemoryVideo(name, pictures);
    }

    /** Whether this is a file whose name ends like a video's. */
    static boolean isVideo(Path path) {
        return isVideoName(path.toString()) && Files.isRegularFile(path);
    }

    /** Whether a file's name, wherever the file may be, ends like a video's. */
    static boolean isVideoName(String name) {
        return name.matches("(?is).+\\.(mp4|m4v|mov|avi|webm|mkv|gif|mpg|mpeg|ts|flv|wmv|3gp|ogv)");
    }
}
