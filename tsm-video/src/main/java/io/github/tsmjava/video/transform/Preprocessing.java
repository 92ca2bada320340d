package io.github.tsmjava.video.transform;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.resize.Resize;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From sampled frames to the network's input: resize the shorter side, crop, normalise, stack. Pixels are exactly those
 * of the originals (Pillow and torchvision for {@link Flavour#MIT}, OpenCV for {@link Flavour#MMACTION2}, PyTorch for
 * {@link Flavour#TORCHVISION}).
 *
 * @param shortSide length of the shorter side after resizing, at least the crop size
 * @param cropSize  side of the square the network sees, in pixels
 */
public record Preprocessing(Flavour flavour, Modality modality, int shortSide, int cropSize, Crops crops,
                            Normalization normalization) {

    /** Side of the square that nearly all networks see, in pixels. */
    public static final int USUAL_SIZE = 224;

    public Preprocessing {
        if (cropSize < 1 || shortSide < cropSize || shortSide > Image.MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a crop of %d pixels from a shorter side of %d".formatted(cropSize, shortSide));
        }
        ShapeException.require(normalization.mean().size() == modality.channels(),
                "%s frames have %d channels, the normalisation has %d",
                modality, modality.channels(), normalization.mean().size());
    }

    /** One centre crop of RGB frames; the shorter side is cropSize · 256 / 224, rounded down. */
    public static Preprocessing of(Flavour flavour, int cropSize) {
        return new Preprocessing(flavour, Modality.RGB, shortSide(cropSize), cropSize, Crops.ONE,
                Normalization.of(flavour, Modality.RGB));
    }

    /** The usual length of a frame's shorter side, for crops of this size: size · 256 / 224, rounded down. */
    public static int shortSide(int size) {
        return (int) Math.min(size * 256L / USUAL_SIZE, Integer.MAX_VALUE);
    }

    /** The same with other windows of each frame. */
    public Preprocessing withCrops(Crops newCrops) {
        return new Preprocessing(flavour, modality, shortSide, cropSize, newCrops, normalization);
    }

    /** With another shorter side; equal to the crop size it gives full resolution. */
    public Preprocessing withShortSide(int newShortSide) {
        return new Preprocessing(flavour, modality, newShortSide, cropSize, crops, normalization);
    }

    /** For another kind of frames, with the normalisation that belongs to it. */
    public Preprocessing withModality(Modality newModality) {
        return new Preprocessing(flavour, newModality, shortSide, cropSize, crops,
                Normalization.of(flavour, newModality));
    }

    /**
     * Prepares the clips of one video.
     *
     * @param clips the frames of each clip: T of RGB, T · newLength of flow
     * @return [views, T·C, H, W]; the views are all clips of the first crop, then all clips of the second, and so on
     * @throws ShapeException if clips differ in length, or frames in size
     */
    public Tensor apply(List<List<Image>> clips) {
        return Tensor.concat(stream(clips).toList());
    }

    /** {@link #apply} one view at a time, made when it is asked for: [1, T·C, H, W] each. */
    public Stream<Tensor> stream(List<List<Image>> clips) {
        return cuts(clips).map(this::normalise);
    }

    /** The pixels of each view, in the order of {@link #apply}, before normalisation. */
    public List<List<Image>> views(List<List<Image>> clips) {
        return cuts(clips).toList();
    }

    /**
     * A whole frame before windows are cut from it: its shorter side has the length that is asked for.
     *
     * @throws ShapeException if its longer side would be over the limits of {@link Image}
     */
    public Image resize(Image frame) {
        return resampling().shortSide(frame, shortSide);
    }

    /** A window of a frame, resized to what the network sees: cropSize × cropSize pixels. */
    public Image resizeWindow(Image window) {
        return resampling().to(window, cropSize, cropSize);
    }

    private Resize resampling() {
        return switch (flavour) {
            case MIT -> Resize.PIL;
            case MMACTION2 -> Resize.OPENCV;
            case TORCHVISION -> Resize.TORCHVISION;
        };
    }

    private Stream<List<Image>> cuts(List<List<Image>> clips) {
        ShapeException.require(!clips.isEmpty() && !clips.getFirst().isEmpty(), "no frames to prepare");
        int frames = clips.getFirst().size();
        Image first = clips.getFirst().getFirst();
        Map<Image, Image> resized = new IdentityHashMap<>();
        for (List<Image> clip : clips) {
            ShapeException.require(clip.size() == frames, "clips of %d and of %d frames", frames, clip.size());
            for (Image image : clip) {
                ShapeException.require(image.sameSize(first), "frames of %s and of %s pixels", first, image);
                resized.computeIfAbsent(image, this::resize);
            }
        }
        Image size = resized.get(first);
        List<Crops.Window> windows = crops.windows(size.width(), size.height(), cropSize, flavour);
        return IntStream.range(0, windows.size() * clips.size()).mapToObj(view ->
                clips.get(view % clips.size()).stream()
                        .map(image -> cut(resized.get(image), windows.get(view / clips.size()))).toList());
    }

    /**
     * The last step alone, for frames that are cut already.
     *
     * @param view frames of cropSize × cropSize pixels, T of RGB or T · newLength of flow
     * @return [1, T·C, cropSize, cropSize]
     * @throws ShapeException if a frame has another size
     */
    public Tensor normalise(List<Image> view) {
        for (Image image : view) {
            ShapeException.require(image.width() == cropSize && image.height() == cropSize,
                    "expected frames of %d x %d pixels, got %s", cropSize, cropSize, image);
        }
        int channels = modality.channels();
        Tensor input = Tensor.zeros(1, view.size() * channels, cropSize, cropSize);
        for (int channel = 0; channel < channels; channel++) {
            float[] table = normalization.table(channel);
            for (int frame = 0; frame < view.size(); frame++) {
                int plane = frame * channels + channel;
                fillPlane(input.data(), plane * cropSize * cropSize, view.get(frame), channel, table);
            }
        }
        return input;
    }

    private static void fillPlane(float[] out, int offset, Image image, int channel, float[] table) {
        byte[] pixels = image.data();
        for (int from = channel; from < pixels.length; from += 3) {
            out[offset++] = table[pixels[from] & 0xff];
        }
    }

    private Image cut(Image image, Crops.Window window) {
        Image cut = image.crop(window.left(), window.top(), cropSize, cropSize);
        if (!window.mirrored()) {
            return cut;
        }
        Image mirrored = cut.mirror();
        // What moved right moves left in a mirror. MMAction2's ten crops leave it out.
        if (modality == Modality.FLOW && flavour != Flavour.MMACTION2) {
            byte[] pixels = mirrored.data();
            for (int i = 0; i < pixels.length; i += 3) {
                pixels[i] = (byte) (255 - (pixels[i] & 0xff));
            }
        }
        return mirrored;
    }

    /**
     * From bytes to the numbers a network was trained on: {@code (x - mean) / std} in float32, where x is 0..1 or 0..255.
     *
     * @param mean   one number for each channel of a frame
     * @param std    one number for each channel of a frame
     * @param toUnit whether bytes are divided by 255 first
     */
    public record Normalization(List<Float> mean, List<Float> std, boolean toUnit) {

        public Normalization {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            ShapeException.require(mean.size() == std.size(), "%d means, but %d deviations", mean.size(), std.size());
        }

        /** What the flavour's published networks expect. */
        public static Normalization of(Flavour flavour, Modality modality) {
            return switch (flavour) {
                case MIT -> switch (modality) {
                    case RGB -> new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f), true);
                    case FLOW -> new Normalization(List.of(0.5f, 0.5f), List.of(0.226f, 0.226f), true);
                };
                case MMACTION2 -> switch (modality) {
                    case RGB -> new Normalization(
                            List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f), false);
                    case FLOW -> new Normalization(List.of(128f, 128f), List.of(128f, 128f), false);
                };
                case TORCHVISION -> switch (modality) {
                    case RGB -> new Normalization(List.of(0.43216f, 0.394666f, 0.37645f),
                            List.of(0.22803f, 0.22145f, 0.216989f), true);
                    case FLOW -> of(Flavour.MIT, modality);
                };
            };
        }

        /** The result for each of the 256 bytes in one channel of a frame. */
        float[] table(int channel) {
            float[] table = new float[256];
            for (int value = 0; value < 256; value++) {
                float x = toUnit ? value / 255f : value;
                table[value] = (x - mean.get(channel)) / std.get(channel);
            }
            return table;
        }
    }
}
