package io.github.tsmjava.video;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.io.model.Frame;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.logging.LogLevel;
import org.jcodec.common.logging.Logger;
import org.jcodec.common.model.ColorSpace;

/** H.264 samples of an MP4 file through jcodec: 8-bit 4:2:0 frames, no interlace. */
final class H264Frames implements FrameDecoder {

    /** Baseline, Main and High. */
    private static final Set<Integer> PROFILES = Set.of(66, 77, 100);
    private static final int SLICE = 1;
    private static final int PARTITION_A = 2;
    private static final int PARTITION_C = 4;
    private static final int IDR_SLICE = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;

    static {
        // jcodec would write its warnings to standard output.
        Logger.setLevel(LogLevel.ERROR);
    }

    private final Path file;
    private final int lengthSize;
    private final List<byte[]> parameterSets = new ArrayList<>();
    private final SeqParameterSet format;
    private final ColourMatrix colours;
    private final H264Pictures pictures;
    private boolean started;

    /**
     * @param avcC the AVCDecoderConfigurationRecord of ISO/IEC 14496-15
     * @throws VideoException or any unchecked exception if jcodec cannot decode such a stream
     */
    H264Frames(Path file, byte[] avcC) throws VideoException {
        this.file = file;
        ByteBuffer in = ByteBuffer.wrap(avcC, 4, avcC.length - 4);
        lengthSize = (in.get() & 3) + 1;
        for (int kind = 0; kind < 2; kind++) {
            int count = in.get() & (kind == 0 ? 31 : 255);
            for (int i = 0; i < count; i++) {
                byte[] unit = new byte[in.getShort() & 0xffff];
                in.get(unit);
                parameterSets.add(unit);
            }
        }
        byte[] first = parameterSets.stream().filter(unit -> type(unit) == SPS).findFirst().orElseThrow(
                () -> new NeedsFfmpegException(file, "H.264 without parameter sets in the file's header"));
        format = readFormat(first);
        VUIParameters usability = format.vuiParams;
        colours = usability != null && usability.videoSignalTypePresentFlag
                ? ColourMatrix.of(usability.colourDescriptionPresentFlag ? usability.matrixCoefficients : 2,
                        usability.videoFullRangeFlag)
                : ColourMatrix.of(2, false);
        pictures = new H264Pictures(file);
    }

    private SeqParameterSet readFormat(byte[] unit) throws VideoException {
        // Unescaping writes into the buffer.
        ByteBuffer content = ByteBuffer.wrap(unit.clone(), 1, unit.length - 1).slice();
        H264Utils.unescapeNAL(content);
        int profile = unit.length > 1 ? unit[1] & 0xff : -1;
        if (!PROFILES.contains(profile)) {
            throw new NeedsFfmpegException(file, "H.264 profile %d".formatted(profile));
        }
        SeqParameterSet sps = SeqParameterSet.read(content);
        if (!sps.frameMbsOnlyFlag) {
            throw new NeedsFfmpegException(file, "interlaced H.264");
        }
        if (sps.chromaFormatIdc != ColorSpace.YUV420J || sps.bitDepthLumaMinus8 != 0 || sps.bitDepthChromaMinus8 != 0) {
            throw new NeedsFfmpegException(file, "H.264 other than 8-bit 4:2:0");
        }
        if (sps.picWidthInMbsMinus1 < 0 || sps.picWidthInMbsMinus1 >= Image.MAX_SIDE / 16
                || sps.picHeightInMapUnitsMinus1 < 0 || sps.picHeightInMapUnitsMinus1 >= Image.MAX_SIDE / 16
                || !Image.isAllowed(width(sps), height(sps))) {
            throw new VideoException(file,
                    "frames of %d x %d blocks of 16 pixels, allowed are %d pixels a side and %d in all"
                            .formatted(sps.picWidthInMbsMinus1 + 1L, sps.picHeightInMapUnitsMinus1 + 1L,
                                    Image.MAX_SIDE, Image.MAX_PIXELS));
        }
        return sps;
    }

    private static int width(SeqParameterSet sps) {
        return sps.picWidthInMbsMinus1 + 1 << 4;
    }

    private static int height(SeqParameterSet sps) {
        return sps.picHeightInMapUnitsMinus1 + 1 << 4;
    }

    @Override
    public Image decode(byte[] sample, boolean wanted) throws VideoException {
        List<ByteBuffer> units = new ArrayList<>();
        if (!started) {
            parameterSets.forEach(unit -> units.add(ByteBuffer.wrap(unit.clone())));
        }
        boolean reference = false;
        boolean slices = false;
        for (byte[] unit : split(sample)) {
            int type = type(unit);
            if (type == SPS) {
                checkSameFormat(readFormat(unit));
            } else if (type >= PARTITION_A && type <= PARTITION_C) {
                throw new NeedsFfmpegException(file, "H.264 with data partitions");
            }
            if (type == SPS || type == PPS || type == SLICE || type == IDR_SLICE) {
                units.add(ByteBuffer.wrap(unit));
                slices |= type == SLICE || type == IDR_SLICE;
                reference |= type == SPS || type == PPS || (unit[0] & 0x60) != 0;
            }
        }
        if (!slices || !wanted && !reference) {
            return null;
        }
        started = true;
        Frame frame = pictures.decode(units);
        return wanted ? toRgb(frame) : null;
    }

    private Image toRgb(Frame frame) {
        ColourMatrix.Planes planes = new ColourMatrix.Planes(frame.getPlaneData(0), frame.getPlaneData(1),
                frame.getPlaneData(2), frame.getPlaneWidth(0), frame.getPlaneWidth(1));
        int left = 2 * format.frameCropLeftOffset;
        int top = 2 * format.frameCropTopOffset;
        return colours.toRgb(planes, left, top, frame.getWidth() - left - 2 * format.frameCropRightOffset,
                frame.getHeight() - top - 2 * format.frameCropBottomOffset);
    }

    private void checkSameFormat(SeqParameterSet other) throws VideoException {
        if (width(other) != width(format) || height(other) != height(format)
                || other.frameCropLeftOffset != format.frameCropLeftOffset
                || other.frameCropRightOffset != format.frameCropRightOffset
                || other.frameCropTopOffset != format.frameCropTopOffset
                || other.frameCropBottomOffset != format.frameCropBottomOffset
                || other.log2MaxFrameNumMinus4 != format.log2MaxFrameNumMinus4) {
            throw new NeedsFfmpegException(file, "the H.264 format changes within the video");
        }
    }

    @Override
    public boolean isKey(byte[] sample) {
        try {
            return split(sample).stream().anyMatch(unit -> type(unit) == IDR_SLICE);
        } catch (VideoException e) {
            return false;
        }
    }

    /** The units of a sample, each of which has its length in front. */
    private List<byte[]> split(byte[] sample) throws VideoException {
        List<byte[]> units = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(sample);
        while (in.remaining() >= lengthSize) {
            long length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | in.get() & 0xff;
            }
            if (length > in.remaining()) {
                throw new VideoException(file, "damaged H.264 frame: a unit of %d bytes where %d are left"
                        .formatted(length, in.remaining()));
            }
            byte[] unit = new byte[(int) length];
            in.get(unit);
            if (length > 0) {
                units.add(unit);
            }
        }
        return units;
    }

    private static int type(byte[] unit) {
        return unit.length == 0 ? -1 : unit[0] & 31;
    }
}
