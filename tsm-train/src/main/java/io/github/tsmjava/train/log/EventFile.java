package io.github.tsmjava.train.log;

import io.github.tsmjava.io.FloatWriter;
import io.github.tsmjava.io.ProtoMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Values for TensorBoard. Each run of a training writes a file of its own, so a file that ended in the middle of a
 * record does no harm; the files' names are in the order of the runs. Each begins with the start of a session, from
 * whose step on TensorBoard forgets what earlier files told.
 *
 * <p>Source: the format of TFRecord, and {@code event.proto} and {@code summary.proto} of TensorFlow.
 */
final class EventFile implements AutoCloseable {

    private static final String PREFIX = "events.out.tfevents.";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{6,9})");
    private static final String VERSION = "brain.Event:2";

    /** Fields of Event. */
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    /** The field of SessionLog, and its value for the start of a session. */
    private static final int STATUS = 1;
    private static final int START = 1;
    /** Fields of Summary and of its Value. */
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private static final double MILLIS = 1000;
    private static final int CRC_ROTATION = 15;
    private static final int CRC_MASK = 0xa282ead8;

    private final Path file;
    private final FileChannel channel;

    /**
     * Begins a file behind those that are there.
     *
     * @param step the first one that this run tells of
     * @throws IOException in one line that names the file, if it cannot be written
     */
    EventFile(Path folder, long step) throws IOException {
        file = folder.resolve(String.format(Locale.ROOT, "%s%06d", PREFIX, last(folder) + 1));
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(event(0).text(FILE_VERSION, VERSION));
        write(event(step).message(SESSION_LOG, new ProtoMessage().integer(STATUS, START)));
    }

    private static int last(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString())).filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1))).max().orElse(0);
        }
    }

    /**
     * Writes values at once.
     *
     * @param step   of the whole training
     * @param values by tag
     */
    void add(long step, Map<String, Double> values) throws IOException {
        ProtoMessage summary = new ProtoMessage();
        values.forEach((tag, value) -> summary.message(VALUE,
                new ProtoMessage().text(TAG, tag).float32(SIMPLE_VALUE, value.floatValue())));
        write(event(step).message(SUMMARY, summary));
    }

    private static ProtoMessage event(long step) {
        return new ProtoMessage().float64(WALL_TIME, System.currentTimeMillis() / MILLIS).integer(STEP, step);
    }

    /** Writes a record: the length and its checksum, the bytes and theirs. */
    private void write(ProtoMessage event) throws IOException {
        byte[] bytes = event.toByteArray();
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + bytes.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(bytes.length).putInt(checksum(record.array(), Long.BYTES)).put(bytes)
                .putInt(checksum(bytes, bytes.length));
        try {
            FloatWriter.writeFully(channel, record.flip());
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static int checksum(byte[] bytes, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, count);
        return Integer.rotateRight((int) crc.getValue(), CRC_ROTATION) + CRC_MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
