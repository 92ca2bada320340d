package io.github.tsmjava.video.h264;

import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.jcodec.codecs.h264.POCManager;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.DeblockerInput;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.SliceDecoder;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.deblock.DeblockingFilter;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.Frame;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.NALUnit;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.NALUnitType;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.PictureParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.RefPicMarking;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SeqParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SliceHeader;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SliceType;
import io.github.tsmjava.video.jcodec.common.IntObjectMap;
import io.github.tsmjava.video.jcodec.common.model.ColorSpace;
import io.github.tsmjava.video.jcodec.common.model.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * H.264 pictures from jcodec's slice decoder, with the reference pictures kept here (ITU-T H.264, 8.2.4 and 8.2.5).
 *
 * <p>jcodec's own {@code H264Decoder} is not used: it ignores a switched-off deblocking filter, overwrites pictures
 * that are still referred to, goes on for ever behind the end of the data, and starts threads that never end. What its
 * slice decoder gets wrong is refused here.
 */
final class H264Pictures {

    private final Path file;
    private final H264Slices slices = new H264Slices();
    private final POCManager order = new POCManager();
    private final IntObjectMap<Frame> longTerm = new IntObjectMap<>();
    /** Indexed by frame number. */
    private Frame[] references;
    private int lastReference = -1;

    H264Pictures(Path file) {
        this.file = file;
    }

    /**
     * Decodes one picture.
     *
     * @param units its NAL units, with parameter sets in front where they are new
     */
    Frame decode(List<ByteBuffer> units) throws VideoException {
        List<H264Slices.Slice> found = slices.read(units);
        SliceHeader header = found.getFirst().header();
        NALUnit unit = found.getFirst().unit();
        boolean deblocked = header.disableDeblockingFilterIdc != 1;
        int block = -1;
        for (H264Slices.Slice slice : found) {
            check(slice.header());
            if (deblocked == (slice.header().disableDeblockingFilterIdc == 1)) {
                throw unsupported("deblocking in some slices only");
            }
            if (slice.header().firstMbInSlice <= block) {
                throw unsupported("slices out of order");
            }
            block = slice.header().firstMbInSlice;
        }
        if (unit.type == NALUnitType.IDR_SLICE) {
            references = new Frame[1 << header.sps.log2MaxFrameNumMinus4 + 4];
        }
        checkFrameNumber(header, unit);
        Frame picture = decode(header, unit, found, deblocked);
        if (unit.nal_ref_idc != 0) {
            mark(header, unit, picture);
            lastReference = header.frameNum;
        }
        return picture;
    }

    private Frame decode(SliceHeader header, NALUnit unit, List<H264Slices.Slice> found, boolean deblocked) {
        SeqParameterSet sps = header.sps;
        DeblockerInput blocks = new DeblockerInput(sps);
        int width = sps.picWidthInMbsMinus1 + 1 << 4;
        int height = sps.picHeightInMapUnitsMinus1 + 1 << 4;
        byte[][] planes = {new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]};
        Frame picture = new Frame(width, height, planes, ColorSpace.YUV420, null, header.frameNum, header.sliceType,
                blocks.mvs, null, order.calcPOC(header, unit));
        for (H264Slices.Slice slice : found) {
            // Slices that overlap would cost the square of their number.
            int first = slice.header().firstMbInSlice;
            if (blocks.shs[first] != null) {
                throw new IllegalStateException("block %d is there twice".formatted(first));
            }
            new SliceDecoder(sps, references, longTerm, blocks, picture).decodeFromReader(slice.open());
        }
        for (int block = 0; block < blocks.shs.length; block++) {
            if (blocks.shs[block] == null) {
                throw new IllegalStateException("block %d of %d is missing".formatted(block, blocks.shs.length));
            }
        }
        if (deblocked) {
            new DeblockingFilter(sps.picWidthInMbsMinus1 + 1, 8, blocks).deblockFrame(new EndablePicture(picture));
        }
        return picture;
    }

    /** The deblocking filter asks for the kind of colour at each block; it ends there if nobody waits any more. */
    private static final class EndablePicture extends Picture {

        EndablePicture(Frame frame) {
            super(frame.getWidth(), frame.getHeight(), frame.getData(), null, frame.getColor(), 0, null);
        }

        @Override
        public ColorSpace getColor() {
            Guard.check();
            return super.getColor();
        }
    }

    private void check(SliceHeader slice) throws VideoException {
        SeqParameterSet sps = slice.sps;
        PictureParameterSet pps = slice.pps;
        if (slice.sliceType == SliceType.B && !slice.directSpatialMvPredFlag) {
            throw unsupported("temporal direct prediction");
        } else if (slice.sliceType == SliceType.B && sps.picOrderCntType != 0) {
            throw unsupported("B-frames without explicit order");
        } else if (sps.scalingMatrix != null || pps.extended != null && pps.extended.scalingMatrix != null) {
            throw unsupported("scaling matrices");
        } else if (pps.constrainedIntraPredFlag) {
            throw unsupported("constrained intra prediction");
        } else if (pps.numSliceGroupsMinus1 > 0) {
            throw unsupported("slice groups");
        } else if (slice.redundantPicCnt > 0) {
            throw unsupported("redundant pictures");
        } else if (sps.qpprimeYZeroTransformBypassFlag) {
            throw unsupported("lossless coding");
        } else if (slice.sliceType == SliceType.SP || slice.sliceType == SliceType.SI) {
            throw unsupported("switching slices");
        }
    }

    private VideoException unsupported(String feature) {
        return new NeedsFfmpegException(file, "H.264 with " + feature);
    }

    /** Reference pictures are numbered one after the other; a gap means that some are missing. */
    private void checkFrameNumber(SliceHeader header, NALUnit unit) throws VideoException {
        if (references == null) {
            throw new NeedsFfmpegException(file, "H.264 that does not start with a key frame");
        }
        boolean start = unit.type == NALUnitType.IDR_SLICE;
        if (!start && header.frameNum != lastReference && header.frameNum != (lastReference + 1) % references.length) {
            throw new VideoException(file, "damaged H.264: frame number %d follows %d, frames between them are missing"
                    .formatted(header.frameNum, lastReference));
        }
    }

    /** Keeps the picture for later ones and drops those that are no longer referred to. */
    private void mark(SliceHeader header, NALUnit unit, Frame picture) throws VideoException {
        if (unit.type == NALUnitType.IDR_SLICE) {
            if (header.refPicMarkingIDR.isUseForlongTerm()) {
                throw unsupported("long-term reference pictures");
            }
        } else if (header.refPicMarkingNonIDR == null) {
            slideWindow(header);
        } else {
            for (RefPicMarking.Instruction instruction : header.refPicMarkingNonIDR.getInstructions()) {
                switch (instruction.getType()) {
                    case REMOVE_SHORT -> {
                        int number = header.frameNum - instruction.getArg1();
                        references[Math.floorMod(number, references.length)] = null;
                    }
                    // Limits the number of long-term pictures, of which there are none.
                    case TRUNK_LONG -> { }
                    default -> throw unsupported("long-term reference pictures");
                }
            }
            // A sound stream has made room by now.
            slideWindow(header);
        }
        references[header.frameNum] = picture;
    }

    /** Drops the oldest reference when there is no room for another one. */
    private void slideWindow(SliceHeader header) {
        int kept = 0;
        int oldest = -1;
        for (int age = 1; age <= references.length; age++) {
            int number = Math.floorMod(header.frameNum - age, references.length);
            if (references[number] != null) {
                kept++;
                oldest = number;
            }
        }
        if (kept >= Math.max(1, header.sps.numRefFrames)) {
            references[oldest] = null;
        }
    }
}
