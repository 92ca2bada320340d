package io.github.tsmjava.video.h264;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.jcodec.codecs.h264.H264Utils;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.Frame;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SeqParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.VUIParameters;
import io.github.tsmjava.video.jcodec.common.model.ColorSpace;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;

/** What a sequence parameter set says about its frames: 8-bit 4:2:0 of a size within the limits, no interlace. */
final class H264Format {

    /** Baseline, Main and High. */
    private static final Set<Integer> PROFILES = Set.of(66, 77, 100);
    /** Blocks in all reference frames together, at the highest level of the standard. */
    private static final int MAX_REFERENCE_BLOCKS = 696_320;

    private final SeqParameterSet sequence;
    private final int width;
    private final int height;

    private H264Format(SeqParameterSet sequence) {
        this.sequence = sequence;
        this.width = sequence.picWidthInMbsMinus1 + 1 << 4;
        this.height = sequence.picHeightInMapUnitsMinus1 + 1 << 4;
    }

    /**
     * Reads a parameter set.
     *
     * @param unit with its first byte and its escapes
     * @throws VideoException or IllegalStateException if it is damaged, or jcodec cannot decode such a stream
     */
    static H264Format read(Path file, byte[] unit, Limits limits) throws VideoException {
        int profile = unit.length > 1 ? unit[1] & 0xff : -1;
        if (!PROFILES.contains(profile)) {
            throw new NeedsFfmpegException(file, "H.264 profile %d".formatted(profile));
        }
        // Unescaping writes into the buffer.
        ByteBuffer content = ByteBuffer.wrap(unit.clone(), 1, unit.length - 1).slice();
        H264Utils.unescapeNAL(content);
        H264Headers.checkSequence(content);
        SeqParameterSet sps = SeqParameterSet.read(content);
        if (!sps.frameMbsOnlyFlag) {
            throw new NeedsFfmpegException(file, "interlaced H.264");
        }
        if (sps.chromaFormatIdc != ColorSpace.YUV420J || sps.bitDepthLumaMinus8 != 0 || sps.bitDepthChromaMinus8 != 0) {
            throw new NeedsFfmpegException(file, "H.264 other than 8-bit 4:2:0");
        }
        long columns = sps.picWidthInMbsMinus1 + 1L;
        long rows = sps.picHeightInMapUnitsMinus1 + 1L;
        Image.requireAllowed(file, "frames", columns << 4, rows << 4, limits);
        H264Format format = new H264Format(sps);
        if (columns * rows * sps.numRefFrames > MAX_REFERENCE_BLOCKS) {
            throw new VideoException(file, "%d reference frames of %d x %d pixels, allowed are %d"
                    .formatted(sps.numRefFrames, format.width, format.height, MAX_REFERENCE_BLOCKS / (columns * rows)));
        }
        if (format.shownWidth() < 1 || format.shownHeight() < 1) {
            throw new VideoException(file, "damaged H.264: frames of %d x %d pixels of which none is shown"
                    .formatted(format.width, format.height));
        }
        return format;
    }

    int pixels() {
        return width * height;
    }

    /** Planes and motion, two bytes a pixel, of all references, the frame and its blocks; and RGB of the frames. */
    long room(int frames) {
        return pixels() * (2L * (sequence.numRefFrames + 2) + 3L * frames);
    }

    private int shownWidth() {
        return width - 2 * (sequence.frameCropLeftOffset + sequence.frameCropRightOffset);
    }

    private int shownHeight() {
        return height - 2 * (sequence.frameCropTopOffset + sequence.frameCropBottomOffset);
    }

    boolean sameAs(H264Format other) {
        return width == other.width && height == other.height
                && sequence.frameCropLeftOffset == other.sequence.frameCropLeftOffset
                && sequence.frameCropRightOffset == other.sequence.frameCropRightOffset
                && sequence.frameCropTopOffset == other.sequence.frameCropTopOffset
                && sequence.frameCropBottomOffset == other.sequence.frameCropBottomOffset
                && sequence.log2MaxFrameNumMinus4 == other.sequence.log2MaxFrameNumMinus4;
    }

    ColourMatrix colours() {
        VUIParameters usability = sequence.vuiParams;
        return usability != null && usability.videoSignalTypePresentFlag
                ? ColourMatrix.of(usability.colourDescriptionPresentFlag ? usability.matrixCoefficients : 2,
                        usability.videoFullRangeFlag)
                : ColourMatrix.of(2, false);
    }

    /** The part of a frame that is shown. */
    Image toRgb(Frame frame, ColourMatrix colours) {
        ColourMatrix.Planes planes = new ColourMatrix.Planes(frame.getPlaneData(0), frame.getPlaneData(1),
                frame.getPlaneData(2), frame.getPlaneWidth(0), frame.getPlaneWidth(1));
        return colours.toRgb(planes, 2 * sequence.frameCropLeftOffset, 2 * sequence.frameCropTopOffset,
                shownWidth(), shownHeight());
    }
}
