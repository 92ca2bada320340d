package io.github.tsmjava.video.picture;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.FrameSet;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder of JPEG or PNG frames in the natural order of their names: {@code img_2.png} before {@code img_10.png}. */
public final class FrameFolder implements FrameReader {

    private static final Pattern PICTURE = Pattern.compile("(?i).+\\.(jpe?g|png)");
    /** Group 1 is the component, group 2 the frame number. */
    private static final Pattern FLOW_COMPONENT = Pattern.compile("(?i)(?:.*[_-])?([xy])_(\\d+)\\.(?:jpe?g|png)");

    /** The files that make up one frame: one of RGB, or the two components of flow. */
    private sealed interface Frame {

        Image read(Limits limits) throws VideoException;

        record Rgb(Path file) implements Frame {

            @Override
            public Image read(Limits limits) throws VideoException {
                return ImageDecoder.read(file, limits);
            }
        }

        record Flow(Path x, Path y) implements Frame {

            @Override
            public Image read(Limits limits) throws VideoException {
                Image horizontal = ImageDecoder.read(x, limits);
                Image vertical = ImageDecoder.read(y, limits);
                if (!horizontal.sameSize(vertical)) {
                    throw new VideoException(y,
                            "%s pixels, but %s has %s".formatted(vertical, x.getFileName(), horizontal));
                }
                byte[] pixels = new byte[horizontal.data().length];
                for (int i = 0; i < pixels.length; i += 3) {
                    pixels[i] = grey(horizontal.data(), i);
                    pixels[i + 1] = grey(vertical.data(), i);
                }
                return Image.of(horizontal.width(), horizontal.height(), pixels);
            }

            /** Luma as Pillow's {@code convert("L")}; a grey picture stays as it is. */
            private static byte grey(byte[] rgb, int i) {
                return (byte) ((rgb[i] & 0xff) * 19595 + (rgb[i + 1] & 0xff) * 38470 + (rgb[i + 2] & 0xff) * 7471
                        + (1 << 15) >> 16);
            }
        }
    }

    private final Path path;
    private final List<Frame> frames;
    private final Limits limits;

    private FrameFolder(Path path, List<Frame> frames, Limits limits) throws VideoException {
        if (frames.isEmpty()) {
            throw new VideoException(path, "no JPEG or PNG frames in this folder");
        }
        if (frames.size() > limits.frames()) {
            throw new VideoException(path, "%d frames in this folder, allowed are %d"
                    .formatted(frames.size(), limits.frames()));
        }
        this.path = path;
        this.frames = frames;
        this.limits = limits;
    }

    public static FrameFolder rgb(Path path, Limits limits) throws VideoException {
        List<Frame> frames = new ArrayList<>();
        for (Path file : pictures(path, limits)) {
            if (!isFlowComponent(file)) {
                frames.add(new Frame.Rgb(file));
            }
        }
        return new FrameFolder(path, frames, limits);
    }

    public static FrameFolder flow(Path path, Limits limits) throws VideoException {
        List<Path> pictures = pictures(path, limits);
        if (pictures.stream().noneMatch(FrameFolder::isFlowComponent)) {
            return rgb(path, limits);
        }
        Map<BigInteger, Path> x = new TreeMap<>();
        Map<BigInteger, Path> y = new HashMap<>();
        for (Path file : pictures) {
            Matcher name = FLOW_COMPONENT.matcher(file.getFileName().toString());
            if (name.matches()) {
                (name.group(1).equalsIgnoreCase("x") ? x : y).put(new BigInteger(name.group(2)), file);
            }
        }
        if (!x.keySet().equals(y.keySet())) {
            throw new VideoException(path, "%d horizontal and %d vertical flow components do not pair up"
                    .formatted(x.size(), y.size()));
        }
        List<Frame> frames = new ArrayList<>();
        x.forEach((number, file) -> frames.add(new Frame.Flow(file, y.get(number))));
        return new FrameFolder(path, frames, limits);
    }

    private static boolean isFlowComponent(Path file) {
        return FLOW_COMPONENT.matcher(file.getFileName().toString()).matches();
    }

    private static List<Path> pictures(Path folder, Limits limits) throws VideoException {
        // A frame of optical flow has two, and RGB may lie beside it.
        long most = 3L * limits.frames();
        List<Path> pictures = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                file -> PICTURE.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                if (pictures.size() == most) {
                    throw new VideoException(folder, "more than %d pictures".formatted(most));
                }
                pictures.add(file);
            }
        } catch (VideoException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new VideoException(folder, "cannot list this folder: " + VideoException.reason(e), e);
        }
        pictures.sort((a, b) -> {
            Guard.check();
            return NaturalOrder.compare(a.getFileName().toString(), b.getFileName().toString());
        });
        return pictures;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public String decoder() {
        return "frames";
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        for (int index : indices) {
            Objects.checkIndex(index, frames.size());
        }
        return Guard.run(path, Deadline.in(limits.time()), () -> {
            FrameSet images = new FrameSet(path, limits);
            for (int index : indices) {
                Guard.check();
                if (!images.contains(index)) {
                    images.put(index, frames.get(index).read(limits));
                }
            }
            return images;
        }).at(indices);
    }

    @Override
    public void close() {
        // Files are opened for one frame at a time.
    }
}
