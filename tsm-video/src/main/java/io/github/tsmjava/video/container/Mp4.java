package io.github.tsmjava.video.container;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.guard.FilePart;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** The video track of an MP4 or QuickTime file (ISO/IEC 14496-12), from the sample tables in its {@code moov} box. */
public final class Mp4 {

    private static final int MAX_MOOV = 1 << 26;
    private static final int MAX_BOXES = 1 << 16;
    /** 1 in the fixed-point numbers of the display matrix. */
    private static final int ONE = 1 << 16;

    private final Path file;
    private final long fileSize;
    private final Limits limits;

    private Mp4(Path file, long fileSize, Limits limits) {
        this.file = file;
        this.fileSize = fileSize;
        this.limits = limits;
    }

    /**
     * Reads the sample tables.
     *
     * @throws VideoException if the file is damaged or truncated, has no video, or needs more than one edit
     */
    public static VideoTrack read(Path file, FileChannel channel, Limits limits) throws IOException {
        Mp4 mp4 = new Mp4(file, channel.size(), limits);
        try {
            return mp4.track(mp4.moov(channel));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException
                 | ArithmeticException e) {
            throw new VideoException(file, "damaged MP4 tables", e);
        }
    }

    /** Walks the boxes of the file and loads the one that holds the tables. */
    private Mp4Box moov(FileChannel channel) throws IOException {
        Mp4Box moov = null;
        long position = 0;
        for (int boxes = 0; position + 8 <= fileSize; boxes++) {
            if (boxes == MAX_BOXES) {
                throw new VideoException(file, "more than %d boxes in an MP4 file".formatted(MAX_BOXES));
            }
            ByteBuffer head = FilePart.read(channel, position, (int) Math.min(16, fileSize - position));
            long size = head.getInt() & 0xffffffffL;
            String type = Mp4Box.type(head);
            int headSize = 8;
            if (size == 1 && head.remaining() == 8) {
                size = head.getLong();
                headSize = 16;
            } else if (size == 0) {
                size = fileSize - position;
            }
            if (type.equals("moof")) {
                throw new NeedsFfmpegException(file, "fragmented MP4");
            }
            if (size < headSize || size > fileSize - position) {
                throw new VideoException(file,
                        "truncated or damaged MP4: the box '%s' at byte %d claims %d bytes, the file has %d left"
                                .formatted(type, position, size, fileSize - position));
            }
            if (type.equals("moov") && moov == null) {
                long most = Math.min(MAX_MOOV, limits.bytes());
                if (size > most) {
                    throw new VideoException(file, "MP4 tables of %d bytes, allowed are %d".formatted(size, most));
                }
                moov = new Mp4Box(file, FilePart.read(channel, position + headSize, (int) size - headSize));
            }
            position += size;
        }
        if (moov == null) {
            throw new VideoException(file,
                    "no 'moov' box in %d bytes: truncated, or not an MP4 file".formatted(fileSize));
        }
        return moov;
    }

    private VideoTrack track(Mp4Box moov) throws VideoException {
        if (moov.child("mvex") != null) {
            throw new NeedsFfmpegException(file, "fragmented MP4");
        }
        for (Mp4Box track : moov.children("trak")) {
            if (Mp4Box.type(track.need("mdia", "hdlr").content().position(8)).equals("vide")) {
                long movieTimescale = timescale(moov.need("mvhd").content());
                long mediaTimescale = timescale(track.need("mdia", "mdhd").content());
                return samples(track, mediaTimescale, edit(track, mediaTimescale, movieTimescale));
            }
        }
        throw new VideoException(file, "no video track");
    }

    private VideoTrack samples(Mp4Box track, long timescale, long[] shown) throws VideoException {
        Mp4Box tables = track.need("mdia", "minf", "stbl");
        int[] sizes = sizes(tables.need("stsz").content());
        int count = sizes.length;
        long[] times = times(tables.need("stts"), tables.child("ctts"), count);
        ByteBuffer description = tables.need("stsd").content().position(8);
        int descriptionSize = description.getInt();
        String codec = Mp4Box.type(description);
        int height = description.getShort(8 + 34) & 0xffff;
        Mp4Box boxes = new Mp4Box(file, description.slice(8 + 86, descriptionSize - 86));
        byte[] header = codec.startsWith("avc") ? bytes(boxes.need("avcC").content()) : new byte[0];
        VideoTrack result = new VideoTrack(codec, height, header, quarterTurns(track.need("tkhd").content()),
                offsets(tables, sizes), sizes, times, timescale, keys(tables.child("stss"), count),
                VideoTrack.displayOrder(times, shown[0], shown[1]));
        int outside = result.firstOutside(fileSize);
        if (outside >= 0) {
            throw new VideoException(file, "truncated or damaged: frame %d of %d lies at byte %d, the file has %d"
                    .formatted(outside, count, result.offsets()[outside], fileSize));
        }
        return result;
    }

    private int[] sizes(ByteBuffer stsz) throws VideoException {
        int common = stsz.position(4).getInt();
        int count = stsz.getInt();
        if (count < 1 || count > limits.frames() || common == 0 && count > stsz.remaining() / 4) {
            throw new VideoException(file, "an MP4 video of %d frames, allowed are 1 to %d"
                    .formatted(count & 0xffffffffL, limits.frames()));
        }
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = common != 0 ? common : stsz.getInt();
        }
        return sizes;
    }

    /** Decoding times from durations, plus the offsets that B-frames need. */
    private static long[] times(Mp4Box durations, Mp4Box displayOffsets, int count) {
        long[] times = new long[count];
        long time = 0;
        int sample = 0;
        ByteBuffer stts = durations.content();
        for (int run = stts.position(4).getInt(); run > 0 && sample < count; run--) {
            int length = stts.getInt();
            int duration = stts.getInt();
            for (; length > 0 && sample < count; length--) {
                times[sample++] = time;
                time += duration;
            }
        }
        while (sample < count) {
            times[sample++] = time++;
        }
        sample = 0;
        ByteBuffer ctts = displayOffsets == null ? null : displayOffsets.content();
        for (int run = ctts == null ? 0 : ctts.position(4).getInt(); run > 0 && sample < count; run--) {
            int length = ctts.getInt();
            int offset = ctts.getInt();
            for (; length > 0 && sample < count; length--) {
                times[sample++] += offset;
            }
        }
        return times;
    }

    private static boolean[] keys(Mp4Box table, int count) {
        boolean[] keys = new boolean[count];
        if (table == null) {
            Arrays.fill(keys, true);
            return keys;
        }
        ByteBuffer stss = table.content();
        for (int left = stss.position(4).getInt(); left > 0; left--) {
            int sample = stss.getInt() - 1;
            if (sample >= 0 && sample < count) {
                keys[sample] = true;
            }
        }
        return keys;
    }

    /** Samples lie in chunks one after the other; a run table says how many each chunk has. */
    private long[] offsets(Mp4Box tables, int[] sizes) throws VideoException {
        boolean wide = tables.child("stco") == null;
        ByteBuffer chunks = tables.need(wide ? "co64" : "stco").content();
        ByteBuffer runs = tables.need("stsc").content();
        int chunkCount = chunks.position(4).getInt();
        int runsLeft = runs.position(4).getInt();
        int nextRun = runsLeft > 0 ? runs.getInt() : 0;
        int perChunk = 0;
        long[] offsets = new long[sizes.length];
        int sample = 0;
        for (int chunk = 1; chunk <= chunkCount && sample < sizes.length; chunk++) {
            if (runsLeft > 0 && chunk >= nextRun) {
                perChunk = runs.getInt();
                if (runs.getInt() != 1) {
                    throw new NeedsFfmpegException(file, "the video format changes within the file");
                }
                nextRun = --runsLeft > 0 ? runs.getInt() : Integer.MAX_VALUE;
            }
            long position = wide ? chunks.getLong() : chunks.getInt() & 0xffffffffL;
            for (int i = 0; i < perChunk && sample < sizes.length; i++) {
                offsets[sample] = position;
                position += sizes[sample++];
            }
        }
        if (sample < sizes.length) {
            throw new VideoException(file,
                    "damaged MP4 tables: places for %d of %d frames".formatted(sample, sizes.length));
        }
        return offsets;
    }

    /** The media times that are shown: from (inclusive) and to (exclusive). */
    private long[] edit(Mp4Box track, long mediaTimescale, long movieTimescale) throws VideoException {
        long[] shown = {Long.MIN_VALUE, Long.MAX_VALUE};
        Mp4Box edits = track.child("edts");
        if (edits == null || edits.child("elst") == null) {
            return shown;
        }
        ByteBuffer list = edits.need("elst").content();
        boolean wide = list.get() == 1;
        int found = 0;
        for (int left = list.position(4).getInt(); left > 0; left--) {
            long duration = wide ? list.getLong() : list.getInt() & 0xffffffffL;
            long start = wide ? list.getLong() : list.getInt();
            list.getInt();
            if (start < 0) {
                continue;
            }
            if (++found > 1) {
                throw new NeedsFfmpegException(file, "a video cut together by an edit list");
            }
            shown[0] = start;
            if (duration > 0 && movieTimescale > 0 && mediaTimescale > 0) {
                shown[1] = start + (Math.multiplyExact(duration, mediaTimescale) + movieTimescale / 2) / movieTimescale;
            }
        }
        return shown;
    }

    private static long timescale(ByteBuffer header) {
        return header.getInt(header.get(0) == 1 ? 20 : 12) & 0xffffffffL;
    }

    private int quarterTurns(ByteBuffer tkhd) throws VideoException {
        int matrix = tkhd.get(0) == 1 ? 52 : 40;
        int a = tkhd.getInt(matrix);
        int b = tkhd.getInt(matrix + 4);
        int c = tkhd.getInt(matrix + 12);
        int d = tkhd.getInt(matrix + 16);
        if (a == 0 && b == 0 && c == 0 && d == 0 || b == 0 && c == 0 && a > 0 && d > 0) {
            return 0;
        } else if (a == 0 && b == ONE && c == -ONE && d == 0) {
            return 1;
        } else if (a == -ONE && b == 0 && c == 0 && d == -ONE) {
            return 2;
        } else if (a == 0 && b == -ONE && c == ONE && d == 0) {
            return 3;
        }
        throw new NeedsFfmpegException(file, "a video that is shown mirrored or at an angle");
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
