package io.github.tsmjava.video.h264;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.PictureParameterSet;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.SeqParameterSet;
import java.nio.ByteBuffer;

/**
 * Walks through H.264 headers before jcodec reads them (ITU-T H.264, 7.3.2.1, 7.3.2.2, 7.3.3). Behind the end of the
 * data jcodec reads zeros for ever, and it makes arrays of any length that a header asks for. So all counts must be
 * within the bounds of the standard, and all that is counted must be there.
 *
 * <p>The methods take the content of a unit behind its first byte, without escapes, and leave its position alone. They
 * throw IllegalStateException.
 */
final class H264Headers {

    private static final int HIGH = 100;
    private static final int P = 0;
    private static final int B = 1;
    private static final int IDR = 5;
    private static final int EXTENDED_ASPECT = 255;
    private static final int MAX_REFERENCES = 32;
    /** Each may unmark and mark all references, frames and fields; and some for long-term ones. */
    private static final int MAX_MARKINGS = 2 * MAX_REFERENCES + 4;

    private H264Headers() {
    }

    /** A sequence parameter set of Baseline, Main or High profile. */
    static void checkSequence(ByteBuffer content) {
        H264Bits in = new H264Bits(content);
        boolean high = in.bits(8) == HIGH;
        in.bits(16);
        in.golomb("sequence parameter set", 31);
        if (high) {
            int chroma = in.golomb("chroma format", 3);
            if (chroma == 3) {
                in.flag();
            }
            in.golomb("bit depth", 6);
            in.golomb("bit depth", 6);
            in.flag();
            if (in.flag()) {
                skipScaling(in, chroma == 3 ? 12 : 8);
            }
        }
        in.golomb("size of frame numbers", 12);
        int order = in.golomb("kind of order", 2);
        if (order == 0) {
            in.golomb("size of order", 12);
        } else if (order == 1) {
            in.flag();
            in.golomb();
            in.golomb();
            for (int left = in.golomb("frames in a cycle", 255); left > 0; left--) {
                in.golomb();
            }
        }
        in.golomb("reference frames", 16);
        in.flag();
        in.golomb();
        in.golomb();
        if (!in.flag()) {
            in.flag();
        }
        in.flag();
        if (in.flag()) {
            for (int side = 0; side < 4; side++) {
                in.golomb("cropped columns or rows", Image.MAX_SIDE);
            }
        }
        if (in.flag()) {
            checkUsability(in);
        }
    }

    private static void skipScaling(H264Bits in, int lists) {
        for (int list = 0; list < lists; list++) {
            if (in.flag()) {
                int last = 8;
                int next = 8;
                for (int i = 0; i < (list < 6 ? 16 : 64) && next != 0; i++) {
                    long code = in.golomb();
                    long change = (code & 1) == 0 ? -(code >> 1) : code + 1 >> 1;
                    next = (int) (last + change & 255);
                    last = next;
                }
            }
        }
    }

    /** Annex E.1.1. */
    private static void checkUsability(H264Bits in) {
        if (in.flag() && in.bits(8) == EXTENDED_ASPECT) {
            in.bits(32);
        }
        if (in.flag()) {
            in.flag();
        }
        if (in.flag()) {
            in.bits(4);
            if (in.flag()) {
                in.bits(24);
            }
        }
        if (in.flag()) {
            in.golomb();
            in.golomb();
        }
        if (in.flag()) {
            in.bits(32);
            in.bits(32);
            in.flag();
        }
        boolean buffers = false;
        for (int kind = 0; kind < 2; kind++) {
            if (in.flag()) {
                buffers = true;
                checkBuffers(in);
            }
        }
        if (buffers) {
            in.flag();
        }
        in.flag();
        if (in.flag()) {
            in.flag();
            for (int restriction = 0; restriction < 6; restriction++) {
                in.golomb();
            }
        }
    }

    /** The parameters of a hypothetical reference decoder: Annex E.1.2. */
    private static void checkBuffers(H264Bits in) {
        int count = in.golomb("buffers", 31) + 1;
        in.bits(8);
        for (int i = 0; i < count; i++) {
            in.golomb();
            in.golomb();
            in.flag();
        }
        in.bits(20);
    }

    /** A picture parameter set without slice groups, up to the last number that counts something. */
    static void checkPicture(ByteBuffer content) {
        H264Bits in = new H264Bits(content);
        in.golomb("picture parameter set", 255);
        in.golomb("sequence parameter set", 31);
        in.bits(2);
        in.golomb("slice groups", 0);
        in.golomb("reference frames", MAX_REFERENCES - 1);
        in.golomb("reference frames", MAX_REFERENCES - 1);
        in.bits(3);
        in.golomb();
        in.golomb();
        in.golomb();
        in.bits(3);
    }

    /** The number of the picture parameter set that a slice refers to. */
    static int pictureOf(ByteBuffer slice) {
        H264Bits in = new H264Bits(slice);
        in.golomb();
        in.golomb("slice type", 9);
        return in.golomb("picture parameter set", 255);
    }

    /**
     * The header of a slice of a frame.
     *
     * @param type      of its unit
     * @param reference whether later pictures may refer to it
     */
    static void checkSlice(ByteBuffer content, int type, boolean reference, SeqParameterSet sequence,
                           PictureParameterSet picture) {
        H264Bits in = new H264Bits(content);
        in.golomb("first block", Image.MAX_PIXELS / 256);
        int kind = in.golomb("slice type", 9) % 5;
        boolean inter = kind == P || kind == B;
        if (kind > 2) {
            throw new IllegalStateException("switching slices");
        }
        in.golomb();
        in.bits(sequence.log2MaxFrameNumMinus4 + 4);
        if (type == IDR) {
            in.golomb("key picture", 65535);
        }
        skipOrder(in, sequence, picture);
        if (picture.redundantPicCntPresentFlag) {
            in.golomb("redundant picture", 127);
        }
        if (kind == B) {
            in.flag();
        }
        int[] references = picture.numRefIdxActiveMinus1.clone();
        if (inter && in.flag()) {
            for (int list = 0; list <= kind; list++) {
                references[list] = in.golomb("reference frames", MAX_REFERENCES - 1);
            }
        }
        for (int list = 0; inter && list <= kind; list++) {
            checkReordering(in);
        }
        if (kind == P && picture.weightedPredFlag || kind == B && picture.weightedBipredIdc == 1) {
            checkWeights(in, references, kind);
        }
        if (reference) {
            checkMarking(in, type);
        }
        if (picture.entropyCodingModeFlag && inter) {
            in.golomb("first state", 2);
        }
        in.golomb();
        if (picture.deblockingFilterControlPresentFlag && in.golomb("deblocking", 2) != 1) {
            in.golomb();
            in.golomb();
        }
    }

    private static void skipOrder(H264Bits in, SeqParameterSet sequence, PictureParameterSet picture) {
        if (sequence.picOrderCntType == 0) {
            in.bits(sequence.log2MaxPicOrderCntLsbMinus4 + 4);
            if (picture.picOrderPresentFlag) {
                in.golomb();
            }
        } else if (sequence.picOrderCntType == 1 && !sequence.deltaPicOrderAlwaysZeroFlag) {
            in.golomb();
            if (picture.picOrderPresentFlag) {
                in.golomb();
            }
        }
    }

    private static void checkReordering(H264Bits in) {
        if (in.flag()) {
            int count = 0;
            while (in.golomb("reordering", 3) != 3) {
                in.golomb();
                requireFewer(++count, MAX_REFERENCES + 1, "reordered frames");
            }
        }
    }

    /** For 4:2:0, like everything here. */
    private static void checkWeights(H264Bits in, int[] references, int kind) {
        in.golomb("weight", 7);
        in.golomb("weight", 7);
        for (int list = 0; list <= kind; list++) {
            for (int i = 0; i <= references[list]; i++) {
                for (int numbers = 2; numbers <= 4; numbers += 2) {
                    if (in.flag()) {
                        for (int number = 0; number < numbers; number++) {
                            in.golomb();
                        }
                    }
                }
            }
        }
    }

    private static void checkMarking(H264Bits in, int type) {
        if (type == IDR) {
            in.bits(2);
        } else if (in.flag()) {
            int count = 0;
            for (int what = in.golomb("marking", 6); what != 0; what = in.golomb("marking", 6)) {
                for (int argument = 0; argument < (what == 3 ? 2 : what == 5 ? 0 : 1); argument++) {
                    in.golomb();
                }
                requireFewer(++count, MAX_MARKINGS, "markings");
            }
        }
    }

    private static void requireFewer(int count, int most, String name) {
        if (count > most) {
            throw new IllegalStateException("an H.264 header has more than %d %s".formatted(most, name));
        }
    }
}
