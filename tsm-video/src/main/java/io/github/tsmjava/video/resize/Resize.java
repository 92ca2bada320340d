package io.github.tsmjava.video.resize;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.image.Image;

/** Bilinear resizing, bit for bit as one of the libraries that the published networks were trained with. */
public enum Resize {

    /** Pillow's {@code BILINEAR}, which widens its filter when it shrinks (antialiasing), with torchvision's sizes. */
    PIL {
        @Override
        int longSide(int longSide, int shortSide, int target) {
            return (int) ((long) target * longSide / shortSide);
        }

        @Override
        Image resample(Image image, int width, int height) {
            return PilBilinear.resize(image, width, height);
        }
    },

    /** OpenCV's {@code INTER_LINEAR}, which always reads the four nearest pixels, with MMAction2's sizes. */
    OPENCV {
        @Override
        Image resample(Image image, int width, int height) {
            return OpenCvLinear.resize(image, width, height);
        }
    },

    /**
     * PyTorch's {@code interpolate} without antialiasing, as torchvision's networks for videos were trained: a frame
     * becomes 171 × 128 pixels, or another size of that shape, whatever shape it had.
     */
    TORCHVISION {
        @Override
        public Image shortSide(Image image, int target) {
            return to(image, longSide(4, 3, target), target);
        }

        @Override
        Image resample(Image image, int width, int height) {
            return TorchBilinear.resize(image, width, height);
        }
    };

    /**
     * Resizes to the given size; the same image if it has that size already.
     *
     * @throws ShapeException if the size is empty or over the limits of {@link Image}
     */
    public Image to(Image image, int width, int height) {
        ShapeException.require(Image.isAllowed(width, height),
                "cannot resize %s to %d x %d: allowed are 1 to %d a side and %d pixels in all",
                image, width, height, Image.MAX_SIDE, Image.MAX_PIXELS);
        return image.width() == width && image.height() == height ? image : resample(image, width, height);
    }

    /**
     * Resizes so that the shorter side has the given length and the aspect ratio stays. torchvision cuts off the
     * fraction of the longer side, MMAction2 rounds it; {@link #TORCHVISION} does not keep the aspect ratio.
     */
    public Image shortSide(Image image, int target) {
        int width = image.width();
        int height = image.height();
        return width < height
                ? to(image, target, longSide(height, width, target))
                : to(image, longSide(width, height, target), target);
    }

    int longSide(int longSide, int shortSide, int target) {
        return (int) (longSide * ((double) target / shortSide) + 0.5);
    }

    abstract Image resample(Image image, int width, int height);
}
