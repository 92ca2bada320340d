package io.github.tsmjava.video.h264;

import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.jcodec.codecs.common.biari.MDecoder;
import io.github.tsmjava.video.jcodec.codecs.h264.H264Utils;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.MBlock;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.SliceHeaderReader;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.SliceReader;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.aso.MapManager;
import io.github.tsmjava.video.jcodec.codecs.h264.decode.aso.Mapper;
import io.github.tsmjava.video.jcodec.codecs.h264.io.CABAC;
import io.github.tsmjava.video.jcodec.codecs.h264.io.CAVLC;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.NALUnit;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.NALUnitType;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.PictureParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SeqParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SliceHeader;
import io.github.tsmjava.video.jcodec.common.io.BitReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens the slices of H.264 NAL units with the parameter sets seen so far (ITU-T H.264, 7.3). */
final class H264Slices {

    private static final int CONTEXTS = 1024;

    private final Map<Integer, SeqParameterSet> sequences = new HashMap<>();
    private final Map<Integer, PictureParameterSet> pictures = new HashMap<>();

    /** A slice of which the header is read, the blocks not yet. */
    record Slice(NALUnit unit, SliceHeader header, BitReader bits, ByteBuffer content) {

        /** What reads its blocks; takes much more memory than the header. */
        SliceReader open() {
            SeqParameterSet sequence = header.sps;
            PictureParameterSet picture = header.pps;
            CABAC contexts = new CABAC(sequence.picWidthInMbsMinus1 + 1);
            MDecoder arithmetic = null;
            if (picture.entropyCodingModeFlag) {
                bits.terminate();
                int[][] states = new int[2][CONTEXTS];
                contexts.initModels(states, header.sliceType, header.cabacInitIdc,
                        picture.picInitQpMinus26 + 26 + header.sliceQpDelta);
                arithmetic = new BoundedArithmeticDecoder(content, states);
            }
            CAVLC[] lengths = {new CAVLC(sequence, picture, 2, 2), new CAVLC(sequence, picture, 1, 1),
                new CAVLC(sequence, picture, 1, 1)};
            return new EndableReader(picture, contexts, lengths, arithmetic, bits,
                    new MapManager(sequence, picture).getMapper(header), header, unit);
        }
    }

    /** Keeps the parameter sets among the units, the sequences' checked before, and returns the slices. */
    List<Slice> read(List<ByteBuffer> units) {
        List<Slice> slices = new ArrayList<>();
        for (ByteBuffer content : units) {
            NALUnit unit = NALUnit.read(content);
            H264Utils.unescapeNAL(content);
            if (unit.type == NALUnitType.SPS) {
                SeqParameterSet sequence = SeqParameterSet.read(content);
                sequences.put(sequence.seqParameterSetId, sequence);
            } else if (unit.type == NALUnitType.PPS) {
                H264Headers.checkPicture(content);
                PictureParameterSet picture = PictureParameterSet.read(content);
                pictures.put(picture.picParameterSetId, picture);
            } else {
                slices.add(slice(unit, content));
            }
        }
        return slices;
    }

    private Slice slice(NALUnit unit, ByteBuffer content) {
        int number = H264Headers.pictureOf(content);
        PictureParameterSet picture = pictures.get(number);
        SeqParameterSet sequence = picture == null ? null : sequences.get(picture.seqParameterSetId);
        if (sequence == null) {
            throw new IllegalStateException("no parameter set %d".formatted(number));
        }
        H264Headers.checkSlice(content, unit.type.getValue(), unit.nal_ref_idc != 0, sequence, picture);
        BitReader bits = BitReader.createBitReader(content);
        SliceHeader header = SliceHeaderReader.readPart1(bits);
        SliceHeaderReader.readPart2(header, unit, sequence, picture, bits);
        return new Slice(unit, header, bits, content);
    }

    /** Ends between two blocks if nobody waits for them any more. */
    private static final class EndableReader extends SliceReader {

        EndableReader(PictureParameterSet picture, CABAC contexts, CAVLC[] lengths, MDecoder arithmetic, BitReader bits,
                      Mapper mapper, SliceHeader header, NALUnit unit) {
            super(picture, contexts, lengths, arithmetic, bits, mapper, header, unit);
        }

        @Override
        public boolean readMacroblock(MBlock block) {
            Guard.check();
            return super.readMacroblock(block);
        }
    }

    /**
     * Gives up behind the end of the data, where jcodec would go on for ever. A single number may be as long as the
     * data.
     */
    private static final class BoundedArithmeticDecoder extends MDecoder {

        /** The decoder reads ahead by less than this. */
        private static final int READ_AHEAD = 8;

        private final ByteBuffer data;
        private int missing;

        BoundedArithmeticDecoder(ByteBuffer data, int[][] states) {
            super(data, states);
            this.data = data;
        }

        @Override
        protected void readOneByte() {
            Guard.check();
            // The super constructor calls this before there is a field.
            if (data != null && !data.hasRemaining() && ++missing > READ_AHEAD) {
                throw new IllegalStateException("the data of a slice end too early");
            }
            super.readOneByte();
        }
    }
}
