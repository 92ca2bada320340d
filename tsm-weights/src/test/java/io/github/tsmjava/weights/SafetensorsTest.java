package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("file.safetensors");
    }

    private Checkpoint open(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return open(json.length, json, data);
    }

    private Checkpoint open(long length, byte[] json, byte[] data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length).put(json).put(data);
        return Checkpoint.open(Files.write(file(), bytes.array()));
    }

    private String refusal(String header, int dataLength) {
        String message = assertThrows(CheckpointException.class,
                () -> open(header, new byte[dataLength]).close(), header).getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z.weight", Tensor.of(new float[] {1, -2, Float.NaN, Float.MIN_VALUE, 5, 6}, 2, 3));
        tensors.put("a.bias", Tensor.of(new float[] {7}));
        tensors.put("empty", Tensor.zeros(0, 4));
        tensors.put("\"quoted\"\n名", Tensor.of(new float[] {8, 9}, 2));
        return tensors;
    }

    @Test
    void roundTrip() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("labels", "wave\n\"clap\"");
        metadata.put("segments", "8");
        Checkpoint.writeSafetensors(file(), tensors(), metadata);
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            assertEquals(Checkpoint.Format.SAFETENSORS, checkpoint.format());
            assertEquals(metadata, checkpoint.metadata());
            assertEquals(List.copyOf(tensors().keySet()), checkpoint.tensors().stream().map(TensorInfo::name).toList());
            for (Map.Entry<String, Tensor> item : tensors().entrySet()) {
                assertArrayEquals(item.getValue().shape(), checkpoint.tensor(item.getKey()).shape());
                assertArrayEquals(item.getValue().data(), checkpoint.tensor(item.getKey()).data());
            }
        }
    }

    @Test
    void bytesAreAlignedAndTheSameEachTime() throws IOException {
        Checkpoint.writeSafetensors(file(), tensors(), Map.of("k", "v"));
        byte[] first = Files.readAllBytes(file());
        Checkpoint.writeSafetensors(file(), tensors(), Map.of("k", "v"));
        assertArrayEquals(first, Files.readAllBytes(file()));
        assertEquals(0, ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
        assertTrue(new String(first, 8, 40, StandardCharsets.UTF_8).startsWith(
                "{\"__metadata__\":{\"k\":\"v\"},\"z.weight\":"));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFileAlone() throws IOException {
        Files.writeString(file(), "old");
        assertThrows(IllegalArgumentException.class,
                () -> Checkpoint.writeSafetensors(file(), Map.of("__metadata__", Tensor.zeros(1)), Map.of()));
        assertThrows(IOException.class, () -> AtomicFile.write(file(), channel -> {
            channel.write(ByteBuffer.allocate(3));
            throw new IOException("disk full");
        }));
        assertEquals("old", Files.readString(file()));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void leftoversOfAFileAreDeletedAndNothingElse() throws IOException {
        AtomicFile.write(file(), channel -> {
            // What a writer that is killed now leaves behind.
            try (var files = Files.list(folder)) {
                Path temporary = files.findFirst().orElseThrow();
                Files.copy(temporary, folder.resolve(
                        temporary.getFileName().toString().replaceAll("....\\.tmp", "0000.tmp")));
            }
        });
        List<String> others = List.of(".file.safetensors.tmp", ".file.safetensors.x.tmp", "file.safetensors.bak",
                ".other.00000000-0000-0000-0000-000000000000.tmp");
        for (String other : others) {
            Files.writeString(folder.resolve(other), "not ours");
        }
        assertEquals(2 + others.size(), folder.toFile().list().length);
        AtomicFile.deleteLeftovers(file());
        assertEquals(1 + others.size(), folder.toFile().list().length);
        others.forEach(other -> assertTrue(Files.exists(folder.resolve(other)), other));
        assertTrue(Files.exists(file()));
    }

    @Test
    void onlyFilesAreReplacedAndLinksAreFollowed() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            for (Path bad : List.of(sub, folder.resolve("none").resolve("out"), socket)) {
                String message = assertThrows(IOException.class,
                        () -> Checkpoint.writeSafetensors(bad, Map.of(), Map.of())).getMessage();
                assertTrue(message.startsWith(bad + ": expected"), message);
            }
        }
        Files.writeString(file(), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        Checkpoint.writeSafetensors(link, Map.of("a", Tensor.zeros(1)), Map.of());
        assertTrue(Files.isSymbolicLink(link));
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            assertEquals(1, checkpoint.tensors().size());
        }
    }

    /** The numbers 1, -2 and 0 in each type, as hexadecimal little-endian bytes. */
    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f03f00000000000000c00000000000000000",
        "F32, 0000803f000000c000000000",
        "F16, 003c00c00000",
        "BF16, 803f00c00000",
        "I64, 0100000000000000feffffffffffffff0000000000000000",
        "I32, 01000000feffffff00000000",
        "I16, 0100feff0000",
        "I8, 01fe00"})
    void numberTypes(DType dtype, String hex) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        String header = "{\"t\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}  "
                .formatted(dtype, data.length);
        try (Checkpoint checkpoint = open(header, data)) {
            assertEquals(List.of(new TensorInfo("t", dtype, 3)), checkpoint.tensors());
            assertArrayEquals(new float[] {1, -2, 0}, checkpoint.tensor("t").data());
        }
    }

    @Test
    void orderOfTheHeaderNotOfTheData() throws IOException {
        String header = """
                {"b": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]},
                 "a": {"dtype": "BOOL", "shape": [], "data_offsets": [0, 1]}}""";
        try (Checkpoint checkpoint = open(header, new byte[] {1, (byte) 200})) {
            assertEquals("b", checkpoint.tensors().getFirst().name());
            assertEquals(200, checkpoint.tensor("b").data()[0]);
            assertEquals(1, checkpoint.tensor("a").data()[0]);
        }
    }

    /** Quotes are written as apostrophes; {@code @b,e} stands for an F32 of shape [1] at those offsets. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'a':@0,4,'a':@0,4}                                              | 4 | a twice",
        "{'a':@4,8}                                                       | 8 | from byte 0 on, found bytes 4 to 8",
        "{'a':@0,4}                                                       | 5 | expected 4 bytes of data, found 5",
        "{'a':@0,4}                                                       | 3 | expected 4 bytes of data, found 3",
        "{'a':@0,8}                                                       | 8 | 4 bytes for shape [1], found 8",
        "{'a':@0,4,'b':@0,4}                                              | 4 | tensor b: expected data from byte 4",
        "{'a':@0,-4}                                                      | 0 | found bytes 0 to -4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}             | 4 | two data_offsets",
        "{'a':{'dtype':'F8_E4M3','shape':[1],'data_offsets':[0,1]}}       | 1 | found F8_E4M3",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]}} | 0 | elements",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,0]}}          | 0 | found [-1]",
        "{'a':{'dtype':7,'shape':[1],'data_offsets':[0,4]}}               | 4 | expected text",
        "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}         | 4 | integers",
        "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}         | 4 | JSON",
        "{'a':{'dtype':'F32','dtype':'F32'}}                              | 0 | dtype once",
        "{'a':{'dtype':'F32','strides':[1]}}                              | 0 | found strides",
        "{'__metadata__':{'a':'1','a':'2'}}                               | 0 | a twice in the metadata",
        "{'__metadata__':{'a':1}}                                         | 0 | expected text",
        "{'a':[]}                                                         | 0 | JSON",
        "{} x                                                             | 0 | JSON",
        "{                                                                | 0 | JSON"})
    void headersThatDoNotFitAreRefused(String header, int dataLength, String reason) {
        String json = header.replaceAll("@([-,0-9]+[0-9])", "{'dtype':'F32','shape':[1],'data_offsets':[$1]}")
                .replace('\'', '"');
        String message = refusal(json, dataLength);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void deepNestingIsRefused() {
        assertTrue(refusal("{\"a\":" + "[".repeat(50_000), 0).contains("JSON"));
    }

    @Test
    void lengthsThatDoNotFitAreRefusedBeforeAllocation() {
        for (long length : new long[] {1L << 32, 1L << 62, -1, Long.MIN_VALUE, 100_000_001, 11}) {
            CheckpointException e = assertThrows(CheckpointException.class,
                    () -> open(length, "{}        ".getBytes(StandardCharsets.UTF_8), new byte[0]));
            assertTrue(e.getMessage().contains("expected a header of at most 10 bytes"), e.getMessage());
        }
    }
}
