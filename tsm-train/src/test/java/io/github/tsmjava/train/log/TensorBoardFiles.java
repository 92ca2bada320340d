package io.github.tsmjava.train.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What TensorBoard reads from the event files of a folder, by the rules of its documentation: files in the order of
 * their names; a record that is cut off ends its file; the second start of a session, and each one after it, drops all
 * values from its step on.
 */
public final class TensorBoardFiles {

    private final Map<String, Map<Long, Float>> values = new TreeMap<>();
    private int starts;

    private TensorBoardFiles() {
    }

    /** The values of each tag by step. Fails where a step has two values, or a file breaks the format. */
    public static Map<String, Map<Long, Float>> read(Path folder) throws IOException {
        TensorBoardFiles reader = new TensorBoardFiles();
        for (Path file : files(folder)) {
            reader.readFile(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        }
        return reader.values;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents")).sorted().toList();
        }
    }

    private void readFile(ByteBuffer in) {
        boolean first = true;
        while (in.remaining() >= 12) {
            byte[] length = new byte[8];
            in.mark().get(length).reset();
            long count = in.getLong();
            assertEquals(masked(length), in.getInt(), "checksum of a length");
            if (in.remaining() < count + 4) {
                return;
            }
            byte[] event = new byte[Math.toIntExact(count)];
            in.get(event);
            assertEquals(masked(event), in.getInt(), "checksum of an event");
            readEvent(new Message(event), first);
            first = false;
        }
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
    }

    private void readEvent(Message event, boolean first) {
        double time = (Double) event.one(1);
        assertTrue(Math.abs(System.currentTimeMillis() / 1000.0 - time) < 600, "wall time " + time);
        assertEquals(first ? "brain.Event:2" : null, event.text(3));
        long step = (Long) event.one(2);
        if (event.one(7) != null) {
            assertEquals(1L, event.messages(7).getFirst().one(1));
            if (starts++ > 0) {
                values.values().forEach(series -> series.keySet().removeIf(known -> known >= step));
            }
        }
        for (Message summary : event.messages(5)) {
            for (Message value : summary.messages(1)) {
                assertNull(values.computeIfAbsent(value.text(1), tag -> new TreeMap<>())
                        .put(step, (Float) value.one(2)), "two values at step " + step);
            }
        }
    }

    /** The fields of a message by number. */
    private static final class Message {
        private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();

        Message(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                long key = varint(in);
                Object value = switch ((int) (key & 7)) {
                    case 0 -> varint(in);
                    case 1 -> in.getDouble();
                    case 2 -> {
                        byte[] content = new byte[Math.toIntExact(varint(in))];
                        in.get(content);
                        yield content;
                    }
                    case 5 -> in.getFloat();
                    default -> throw new AssertionError("wire type " + (key & 7));
                };
                fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>()).add(value);
            }
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        Object one(int field) {
            List<Object> all = fields.getOrDefault(field, List.of());
            assertTrue(all.size() <= 1, "field " + field + " more than once");
            return all.isEmpty() ? null : all.getFirst();
        }

        String text(int field) {
            return one(field) == null ? null : new String((byte[]) one(field), StandardCharsets.UTF_8);
        }

        List<Message> messages(int field) {
            return fields.getOrDefault(field, List.of()).stream().map(bytes -> new Message((byte[]) bytes)).toList();
        }
    }
}
