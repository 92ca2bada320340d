package io.github.tsmjava.train.augmentation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.video.image.Image;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What RandAugment and AugMix do to pictures, in the order in which MMAction2's configuration lists it. What strength
 * means is said for each.
 *
 * <p>Source: Cubuk et al., "AutoAugment", CVPR 2019, table 6; pixels are those of Pillow's {@code ImageOps},
 * {@code ImageEnhance} and {@code Image.transform} with bilinear interpolation.
 */
enum ImageOperation {
    /** Rows move sideways by strength pixels for each pixel below the centre, and the other way above it. */
    SHEAR_X,
    /** The same for columns, downwards. */
    SHEAR_Y,
    /** Moves to the right by this share of the width. */
    TRANSLATE_X,
    /** Moves down by this share of the height. */
    TRANSLATE_Y,
    /** Turns counterclockwise about the centre by so many degrees. */
    ROTATE,
    /** Keeps so many upper bits of each byte, 0 to 8, rounded down. */
    POSTERIZE,
    /** Inverts bytes from this threshold on; 256 changes nothing. */
    SOLARIZE,
    /** Colourfulness: 0 for grey, 1 for no change, more for more. */
    COLOR,
    /** Contrast: 0 for uniform grey, 1 for no change, more for more. */
    CONTRAST,
    /** Brightness: 0 for black, 1 for no change, more for more. */
    BRIGHTNESS,
    /** Sharpness: 0 for smoothed, 1 for no change, more for sharper. */
    SHARPNESS,
    /** Spreads each channel over all bytes, from its smallest to its largest; has no strength. */
    AUTO_CONTRAST,
    /** Makes the histogram of each channel as flat as a mapping of bytes can; has no strength. */
    EQUALIZE,
    /** 255 minus each byte; has no strength. */
    INVERT,
    /** Covers a square with grey: its side is this share of the shorter side, its centre is drawn anywhere. */
    CUTOUT;

    /**
     * The operation with all that is random decided, to be applied to each frame of a clip.
     *
     * @param fill   the byte of all channels where shearing, moving and turning uncover what is not in the picture
     * @param random asked by {@link #CUTOUT} alone
     * @throws io.github.tsmjava.tensor.ShapeException if the strength is not finite, or below 0 where that has no
     *                                                 meaning
     */
    public UnaryOperator<Image> of(double strength, int fill, RandomGenerator random) {
        require(Double.isFinite(strength), "%s: a finite strength expected, got %s", this, strength);
        switch (this) {
            case POSTERIZE ->
                    require(strength >= 0 && strength < 9, "%s: 0 to 8 bits expected, got %s", this, strength);
            case SOLARIZE, COLOR, CONTRAST, BRIGHTNESS, SHARPNESS, CUTOUT ->
                    require(strength >= 0, "%s: a strength from 0 on expected, got %s", this, strength);
            default -> { }
        }
        return switch (this) {
            case SHEAR_X -> image -> AffineMap.shearX(image, strength).apply(image, fill);
            case SHEAR_Y -> image -> AffineMap.shearY(image, strength).apply(image, fill);
            case TRANSLATE_X -> image -> AffineMap.translation(strength * image.width(), 0).apply(image, fill);
            case TRANSLATE_Y -> image -> AffineMap.translation(0, strength * image.height()).apply(image, fill);
            case ROTATE -> image -> AffineMap.rotation(image, strength).apply(image, fill);
            case POSTERIZE -> image -> ToneCurve.posterize((int) strength).apply(image);
            case SOLARIZE -> image -> ToneCurve.solarize(strength).apply(image);
            case COLOR -> image -> Enhancement.color(image, strength);
            case CONTRAST -> image -> Enhancement.contrast(image, strength);
            case BRIGHTNESS -> image -> Enhancement.brightness(image, strength);
            case SHARPNESS -> image -> Enhancement.sharpness(image, strength);
            case AUTO_CONTRAST -> image -> ToneCurve.autoContrast(image).apply(image);
            case EQUALIZE -> image -> ToneCurve.equalize(image).apply(image);
            case INVERT -> image -> ToneCurve.INVERT.apply(image);
            case CUTOUT -> new Cutout(strength, random.nextDouble(), random.nextDouble());
        };
    }
}
