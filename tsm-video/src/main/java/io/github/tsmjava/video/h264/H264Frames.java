package io.github.tsmjava.video.h264;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.container.FrameDecoder;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.jcodec.codecs.h264.io.model.Frame;
import io.github.tsmjava.video.jcodec.common.logging.LogLevel;
import io.github.tsmjava.video.jcodec.common.logging.Logger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** H.264 samples of an MP4 file through jcodec: 8-bit 4:2:0 frames, no interlace. */
public final class H264Frames implements FrameDecoder {

    private static final int SLICE = 1;
    private static final int PARTITION_A = 2;
    private static final int PARTITION_C = 4;
    private static final int IDR_SLICE = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    /** Twice the slices that a frame of 1920 x 1088 pixels can have. */
    private static final int MAX_UNITS = 1 << 14;

    static {
        // jcodec would write its warnings to standard output.
        Logger.setLevel(LogLevel.ERROR);
    }

    private final Path file;
    private final Limits limits;
    private final int lengthSize;
    private final List<byte[]> parameterSets = new ArrayList<>();
    private final H264Format format;
    private final ColourMatrix colours;
    private final H264Pictures pictures;
    private boolean started;

    /**
     * @param avcC the AVCDecoderConfigurationRecord of ISO/IEC 14496-15
     * @throws VideoException or any unchecked exception if jcodec cannot decode such a stream
     */
    public H264Frames(Path file, byte[] avcC, Limits limits) throws VideoException {
        this.file = file;
        this.limits = limits;
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
        format = H264Format.read(file, first, limits);
        for (byte[] unit : parameterSets) {
            if (type(unit) == SPS) {
                requireSameFormat(unit);
            }
        }
        colours = format.colours();
        pictures = new H264Pictures(file);
    }

    /** @throws NeedsFfmpegException if it is not that of the first parameter set */
    private void requireSameFormat(byte[] unit) throws VideoException {
        if (!H264Format.read(file, unit, limits).sameAs(format)) {
            throw new NeedsFfmpegException(file, "the H.264 format changes within the video");
        }
    }

    @Override
    public int pixels() {
        return format.pixels();
    }

    @Override
    public long room(int frames) {
        return format.room(frames);
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
                requireSameFormat(unit);
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
        return wanted ? format.toRgb(frame, colours) : null;
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
            if (units.size() > MAX_UNITS) {
                throw new VideoException(file, "an H.264 frame of more than %d units".formatted(MAX_UNITS));
            }
        }
        return units;
    }

    private static int type(byte[] unit) {
        return unit.length == 0 ? -1 : unit[0] & 31;
    }
}
