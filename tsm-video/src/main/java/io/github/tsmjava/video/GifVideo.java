package io.github.tsmjava.video;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** An animated GIF through ImageIO. Its frames are drawn one over the other on a white canvas, as ffmpeg does. */
final class GifVideo implements Video {

    private static final long MAX_FILE_SIZE = 1L << 28;
    /** ImageIO misplaces rows where an interlaced picture is too small for each of the four passes to have one. */
    private static final int INTERLACED_ROWS = 5;
    private static final String METADATA = "javax_imageio_gif_image_1.0";

    private final Path path;
    private final byte[] bytes;
    private final int width;
    private final int height;
    private final int frameCount;
    private final Guard guard;

    private GifVideo(Path path, byte[] bytes, int width, int height, Guard guard) throws VideoException {
        this.path = path;
        this.bytes = bytes;
        this.width = width;
        this.height = height;
        this.guard = guard;
        this.frameCount = guard.step("the GIF", () -> {
            ImageReader reader = reader();
            try {
                return reader.getNumImages(true);
            } finally {
                reader.dispose();
            }
        });
    }

    static GifVideo open(Path path) throws IOException {
        long size = Files.size(path);
        if (size > MAX_FILE_SIZE) {
            throw new VideoException(path, "a GIF of %d bytes, allowed are %d".formatted(size, MAX_FILE_SIZE));
        }
        byte[] bytes = Files.readAllBytes(path);
        int width = bytes[6] & 0xff | (bytes[7] & 0xff) << 8;
        int height = bytes[8] & 0xff | (bytes[9] & 0xff) << 8;
        if (!Image.isAllowed(width, height)) {
            throw new VideoException(path, "a GIF of %d x %d pixels, allowed are %d a side and %d in all"
                    .formatted(width, height, Image.MAX_SIDE, Image.MAX_PIXELS));
        }
        Guard guard = new Guard(path);
        try {
            GifVideo video = new GifVideo(path, bytes, width, height, guard);
            if (video.frameCount == 0) {
                throw new VideoException(path, "a GIF without a complete frame");
            }
            return video;
        } catch (VideoException e) {
            guard.close();
            throw e;
        }
    }

    private ImageReader reader() {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
        return reader;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public int frameCount() {
        return frameCount;
    }

    @Override
    public String decoder() {
        return "imageio";
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        int[] wanted = Arrays.stream(indices).map(i -> Objects.checkIndex(i, frameCount)).sorted().distinct().toArray();
        Map<Integer, Image> images = new HashMap<>();
        ImageReader reader = reader();
        try {
            byte[] canvas = new byte[width * height * 3];
            Arrays.fill(canvas, (byte) 0xff);
            for (int index = 0; images.size() < wanted.length; index++) {
                int frame = index;
                byte[] before = canvas;
                Drawn drawn = guard.step("frame " + frame, () -> draw(reader, frame, before));
                if (Arrays.binarySearch(wanted, index) >= 0) {
                    images.put(index, Image.of(width, height, drawn.shown.clone()));
                }
                canvas = drawn.left;
            }
        } finally {
            reader.dispose();
        }
        return Arrays.stream(indices).mapToObj(images::get).toList();
    }

    /** The canvas with a frame on it, and what is left of it for the next frame. */
    private record Drawn(byte[] shown, byte[] left) {
    }

    private Drawn draw(ImageReader reader, int frame, byte[] before) throws IOException {
        if (!Image.isAllowed(reader.getWidth(frame), reader.getHeight(frame))) {
            throw new VideoException(path, "frame %d has %d x %d pixels"
                    .formatted(frame, reader.getWidth(frame), reader.getHeight(frame)));
        }
        IIOMetadata metadata = reader.getImageMetadata(frame);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
        IIOMetadataNode place = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
        IIOMetadataNode control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
        int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
        if (place.getAttribute("interlaceFlag").equals("TRUE") && reader.getHeight(frame) < INTERLACED_ROWS) {
            throw new NeedsFfmpegException(path, "a GIF with small interlaced patches");
        }
        BufferedImage picture = reader.read(frame);
        IndexColorModel palette = (IndexColorModel) picture.getColorModel();
        byte[] shown = before.clone();
        int right = Math.min(width, left + picture.getWidth());
        int bottom = Math.min(height, top + picture.getHeight());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int index = picture.getRaster().getSample(x - left, y - top, 0);
                if (index != palette.getTransparentPixel()) {
                    set(shown, x, y, palette.getRGB(index));
                }
            }
        }
        String disposal = control == null ? "none" : control.getAttribute("disposalMethod");
        return switch (disposal) {
            case "restoreToPrevious" -> new Drawn(shown, before);
            case "restoreToBackgroundColor" -> {
                byte[] cleared = shown.clone();
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        set(cleared, x, y, -1);
                    }
                }
                yield new Drawn(shown, cleared);
            }
            default -> new Drawn(shown, shown);
        };
    }

    private void set(byte[] canvas, int x, int y, int colour) {
        int to = (y * width + x) * 3;
        canvas[to] = (byte) (colour >> 16);
        canvas[to + 1] = (byte) (colour >> 8);
        canvas[to + 2] = (byte) colour;
    }

    @Override
    public void close() {
        guard.close();
    }
}
