package io.github.tsmjava.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MP4 files of grey H.264 frames that tests make bit by bit, as hostile as need be. */
final class MadeH264 {

    /** A row of bits; numbers are Exp-Golomb codes. */
    static final class Bits {

        private final StringBuilder bits = new StringBuilder();

        Bits raw(String text) {
            bits.append(text.replace(" ", ""));
            return this;
        }

        Bits fixed(int count, int value) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append(value >> i & 1);
            }
            return this;
        }

        Bits numbers(long... values) {
            for (long value : values) {
                String code = Long.toBinaryString(value + 1);
                bits.append("0".repeat(code.length() - 1)).append(code);
            }
            return this;
        }

        /** A unit that ends with a 1 and is padded with zeros, with escapes. */
        byte[] unit(int head) {
            StringBuilder all = new StringBuilder(bits).append('1');
            all.append("0".repeat((8 - all.length() % 8) % 8));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(head);
            int zeros = 0;
            for (int i = 0; i < all.length(); i += 8) {
                int octet = Integer.parseInt(all.substring(i, i + 8), 2);
                if (zeros == 2 && octet <= 3) {
                    out.write(3);
                    zeros = 0;
                }
                out.write(octet);
                zeros = octet == 0 ? zeros + 1 : 0;
            }
            return out.toByteArray();
        }
    }

    static final int SPS = 0x67;
    static final int PPS = 0x68;
    static final int KEY = 0x65;
    static final int REFERENCE = 0x41;

    private final List<byte[]> samples = new ArrayList<>();
    private byte[] sequence = sequence(3, 2, 1).raw("0").unit(SPS);
    private byte[] picture = picture(0, 0).unit(PPS);

    /** Baseline, up to whether there is usability information; width and height in blocks of 16 pixels. */
    static Bits sequence(int columns, int rows, int references) {
        return sequenceUpToOrder().numbers(2, references).raw("0").numbers(columns - 1, rows - 1).raw("1 1 0");
    }

    static Bits sequenceUpToOrder() {
        return new Bits().fixed(8, 66).fixed(8, 0).fixed(8, 40).numbers(0, 0);
    }

    static Bits picture(int cabac, long references) {
        return new Bits().numbers(0, 0).fixed(1, cabac).raw("0").numbers(0, references, 0).raw("0 00").numbers(0, 0, 0)
                .raw("1 0 0");
    }

    /** The header of a key frame's slice. */
    static Bits keySlice(long firstBlock) {
        return new Bits().numbers(firstBlock, 7, 0).fixed(4, 0).numbers(0).raw("00").numbers(0, 1);
    }

    /** A key frame's slice of so many grey blocks. */
    static byte[] keySlice(long firstBlock, int blocks) {
        return keySlice(firstBlock).raw("00100111".repeat(blocks)).unit(KEY);
    }

    /** The header of another slice up to whether it has its own number of references. */
    static Bits slice(long firstBlock, int frame) {
        return new Bits().numbers(firstBlock, 5, 0).fixed(4, frame % 16);
    }

    /** A slice of blocks that are as in the frame before. */
    static byte[] skippedSlice(long firstBlock, int frame, long blocks) {
        return slice(firstBlock, frame).raw("0 0 0").numbers(0, 1).numbers(blocks).unit(REFERENCE);
    }

    MadeH264 sequence(byte[] unit) {
        sequence = unit;
        return this;
    }

    MadeH264 picture(byte[] unit) {
        picture = unit;
        return this;
    }

    /** Adds a frame. */
    MadeH264 frame(byte[]... units) {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            sample.writeBytes(ByteBuffer.allocate(4).putInt(unit.length).array());
            sample.writeBytes(unit);
        }
        return sample(sample.toByteArray());
    }

    /** Adds a frame of units with their lengths. */
    MadeH264 sample(byte[] bytes) {
        samples.add(bytes);
        return this;
    }

    /** Only the first frame is a key frame. */
    Path write(Path file) throws IOException {
        byte[] start = box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII), new byte[4]);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        samples.forEach(data::writeBytes);
        int[] sizes = samples.stream().mapToInt(sample -> sample.length).toArray();
        byte[] configuration = box("avcC", new byte[] {1, 66, 0, 40, (byte) 0xff, (byte) 0xe1},
                shorts(sequence.length), sequence, new byte[] {1}, shorts(picture.length), picture);
        byte[] description = box("stsd", ints(0, 1), box("avc1", new byte[78], configuration));
        byte[] list = ByteBuffer.allocate(4 * sizes.length + 12).putInt(0).putInt(0).putInt(sizes.length).array();
        for (int i = 0; i < sizes.length; i++) {
            ByteBuffer.wrap(list).putInt(12 + 4 * i, sizes[i]);
        }
        byte[] tables = box("stbl", description, box("stts", ints(0, 1, sizes.length, 1)),
                box("stss", ints(0, 1, 1)), box("stsc", ints(0, 1, 1, sizes.length, 1)), box("stsz", list),
                box("stco", ints(0, 1, start.length + 8)));
        byte[] handler = box("hdlr", ints(0, 0), "vide".getBytes(StandardCharsets.US_ASCII), new byte[13]);
        byte[] media = box("mdia", box("mdhd", ints(0, 0, 0, 25, 0, 0)), handler, box("minf", tables));
        byte[] movie = box("moov", box("mvhd", ints(0, 0, 0, 25, 0, 0)),
                box("trak", box("tkhd", new byte[84]), media));
        return Files.write(file, join(start, box("mdat", data.toByteArray()), movie));
    }

    private static byte[] shorts(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] joined = join(content);
        return join(ints(joined.length + 8), type.getBytes(StandardCharsets.US_ASCII), joined);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
