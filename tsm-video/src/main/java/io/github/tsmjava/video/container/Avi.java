package io.github.tsmjava.video.container;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.FilePart;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The video stream of an AVI file: RIFF chunks, with the OpenDML continuation for files over 1 GiB. The chunks
 * themselves are walked; the index at the end of the file may be missing or wrong.
 */
public final class Avi {

    private static final int HEAD = 8;
    private static final int BITMAP_INFO_SIZE = 40;
    /** Of a stream header, up to its rate. */
    private static final int RATE_END = 28;
    /** Sound and other chunks between the frames. */
    private static final long CHUNKS_PER_FRAME = 8;

    private final Path file;
    private final FileChannel channel;
    private final long fileSize;
    private final Limits limits;
    private final List<Long> offsets = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int streams;
    private int videoStream = -1;
    private boolean videoFormatNext;
    private String codec;
    private int height;
    /** Frames a second. */
    private double rate;

    private Avi(Path file, FileChannel channel, Limits limits) throws IOException {
        this.file = file;
        this.channel = channel;
        this.fileSize = channel.size();
        this.limits = limits;
    }

    /**
     * Finds the video stream and its samples.
     *
     * @throws VideoException if the file is damaged or truncated, or has no video
     */
    public static VideoTrack read(Path file, FileChannel channel, Limits limits) throws IOException {
        Avi avi = new Avi(file, channel, limits);
        avi.walk();
        if (avi.codec == null || avi.offsets.isEmpty()) {
            throw new VideoException(file, "an AVI file without video");
        }
        int count = avi.offsets.size();
        boolean[] keys = new boolean[count];
        Arrays.fill(keys, true);
        return new VideoTrack(avi.codec, avi.height, new byte[0], 0,
                avi.offsets.stream().mapToLong(Long::longValue).toArray(),
                avi.sizes.stream().mapToInt(Integer::intValue).toArray(),
                IntStream.range(0, count).asLongStream().toArray(), avi.rate, keys,
                IntStream.range(0, count).toArray());
    }

    /** Lists are entered, one inside the other; their chunks then follow as if there were no list. */
    private void walk() throws IOException {
        long position = 0;
        long most = CHUNKS_PER_FRAME * limits.frames();
        for (long chunks = 0; position + HEAD <= fileSize; chunks++) {
            Guard.check();
            if (chunks == most) {
                throw new VideoException(file, "more than %d chunks in an AVI file".formatted(most));
            }
            ByteBuffer head = read(position, HEAD);
            String type = type(head);
            long size = head.getInt() & 0xffffffffL;
            long content = position + HEAD;
            if (size > fileSize - content) {
                throw new VideoException(file,
                        "truncated or damaged AVI: the chunk '%s' at byte %d claims %d bytes, the file has %d left"
                                .formatted(type, position, size, fileSize - content));
            }
            if (type.equals("RIFF") || type.equals("LIST")) {
                position = content + 4;
            } else {
                chunk(type, content, (int) Math.min(size, Integer.MAX_VALUE));
                position = content + size + (size & 1);
            }
        }
    }

    private void chunk(String type, long content, int size) throws IOException {
        switch (type) {
            case "strh" -> {
                videoFormatNext = videoStream < 0 && size >= 4 && type(read(content, 4)).equals("vids");
                if (videoFormatNext) {
                    videoStream = streams;
                    rate = rate(content, size);
                }
                streams++;
            }
            case "strf" -> {
                if (videoFormatNext && size >= BITMAP_INFO_SIZE) {
                    ByteBuffer format = read(content, BITMAP_INFO_SIZE);
                    height = format.getInt(8);
                    codec = type(format.position(16)).toUpperCase(Locale.ROOT);
                    videoFormatNext = false;
                }
            }
            default -> {
                boolean frame = videoStream >= 0 && size > 0 && (type.endsWith("dc") || type.endsWith("db"))
                        && type.startsWith(String.format(Locale.ROOT, "%02d", videoStream));
                if (frame) {
                    if (offsets.size() == limits.frames()) {
                        throw new VideoException(file, "more than %d frames".formatted(limits.frames()));
                    }
                    offsets.add(content);
                    sizes.add(size);
                }
            }
        }
    }

    /** Of a stream header: a number and what divides it; 0 without them. */
    private double rate(long content, int size) throws IOException {
        if (size < RATE_END) {
            return 0;
        }
        ByteBuffer header = read(content, RATE_END);
        long scale = header.getInt(20) & 0xffffffffL;
        return scale == 0 ? 0 : (double) (header.getInt(24) & 0xffffffffL) / scale;
    }

    private ByteBuffer read(long position, int length) throws IOException {
        return FilePart.read(channel, position, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String type(ByteBuffer in) {
        byte[] name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
