package io.github.tsmjava.video;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jcodec.codecs.common.biari.MDecoder;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.decode.SliceHeaderReader;
import org.jcodec.codecs.h264.decode.SliceReader;
import org.jcodec.codecs.h264.decode.aso.MapManager;
import org.jcodec.codecs.h264.io.CABAC;
import org.jcodec.codecs.h264.io.CAVLC;
import org.jcodec.codecs.h264.io.model.NALUnit;
import org.jcodec.codecs.h264.io.model.NALUnitType;
import org.jcodec.codecs.h264.io.model.PictureParameterSet;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;
import org.jcodec.common.io.BitReader;

/** Opens the slices of H.264 NAL units with the parameter sets seen so far (ITU-T H.264, 7.3). */
final class H264Slices {

    private static final int CONTEXTS = 1024;

    private final Map<Integer, SeqParameterSet> sequences = new HashMap<>();
    private final Map<Integer, PictureParameterSet> pictures = new HashMap<>();

    /** Keeps the parameter sets among the units and returns a reader for each slice. */
    List<SliceReader> read(List<ByteBuffer> units) {
        List<SliceReader> slices = new ArrayList<>();
        for (ByteBuffer content : units) {
            NALUnit unit = NALUnit.read(content);
            H264Utils.unescapeNAL(content);
            if (unit.type == NALUnitType.SPS) {
                SeqParameterSet sequence = SeqParameterSet.read(content);
                sequences.put(sequence.seqParameterSetId, sequence);
            } else if (unit.type == NALUnitType.PPS) {
                PictureParameterSet picture = PictureParameterSet.read(content);
                pictures.put(picture.picParameterSetId, picture);
            } else {
                slices.add(open(unit, content));
            }
        }
        return slices;
    }

    private SliceReader open(NALUnit unit, ByteBuffer content) {
        BitReader bits = BitReader.createBitReader(content);
        SliceHeader header = SliceHeaderReader.readPart1(bits);
        PictureParameterSet picture = pictures.get(header.picParameterSetId);
        SeqParameterSet sequence = picture == null ? null : sequences.get(picture.seqParameterSetId);
        if (sequence == null) {
            throw new IllegalStateException("no parameter set %d".formatted(header.picParameterSetId));
        }
        SliceHeaderReader.readPart2(header, unit, sequence, picture, bits);
        CABAC contexts = new CABAC(sequence.picWidthInMbsMinus1 + 1);
        MDecoder arithmetic = null;
        if (picture.entropyCodingModeFlag) {
            bits.terminate();
            int[][] states = new int[2][CONTEXTS];
            contexts.initModels(states, header.sliceType, header.cabacInitIdc,
                    picture.picInitQpMinus26 + 26 + header.sliceQpDelta);
            arithmetic = new BoundedArithmeticDecoder(content, states);
        }
        CAVLC[] lengths = {
            new CAVLC(sequence, picture, 2, 2), new CAVLC(sequence, picture, 1, 1), new CAVLC(sequence, picture, 1, 1)};
        return new SliceReader(picture, contexts, lengths, arithmetic, bits,
                new MapManager(sequence, picture).getMapper(header), header, unit);
    }

    /** Gives up behind the end of the data, where jcodec would go on for ever. */
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
            // The super constructor calls this before there is a field.
            if (data != null && !data.hasRemaining() && ++missing > READ_AHEAD) {
                throw new IllegalStateException("the data of a slice end too early");
            }
            super.readOneByte();
        }
    }
}
