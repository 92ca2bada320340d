package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hand-made PyTorch files: what tensors may look like, and what is refused. */
class PytorchFormatsTest {

    /** How a file is packed. */
    enum Packing {
        LEGACY, STORED_ZIP, DEFLATED_ZIP;

        byte[] pack(TorchFile file) {
            return switch (this) {
                case LEGACY -> file.legacy();
                case STORED_ZIP -> file.zip(ZipEntry.STORED);
                case DEFLATED_ZIP -> file.zip(ZipEntry.DEFLATED);
            };
        }
    }

    @TempDir
    Path folder;

    private Checkpoint open(byte[] bytes) throws IOException {
        return Checkpoint.open(Files.write(folder.resolve("file.pth"), bytes));
    }

    private static void assertTensor(Checkpoint checkpoint, String name, int[] shape, float... expected)
            throws IOException {
        assertArrayEquals(shape, checkpoint.tensor(name).shape(), name);
        assertArrayEquals(expected, checkpoint.tensor(name).data(), name);
    }

    private String refusal(byte[] bytes) {
        String message = assertThrows(CheckpointException.class, () -> open(bytes).close()).getMessage();
        assertTrue(message.startsWith(folder.resolve("file.pth") + ": "), message);
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @ParameterizedTest
    @EnumSource
    void viewsOfOneStorage(Packing packing) throws IOException {
        TorchFile file = new TorchFile().storage("7", "FloatStorage", 12, TorchFile.ramp(12))
                .tensor("whole", "7", 0, new long[] {3, 4}, 4, 1)
                .tensor("tail", "7", 10, new long[] {2}, 1)
                .tensor("transposed", "7", 0, new long[] {4, 3}, 1, 4)
                .tensor("everyOther", "7", 1, new long[] {3}, 2)
                .tensor("expanded", "7", 5, new long[] {2, 2}, 0, 1)
                .tensor("oddStrideOfOne", "7", 2, new long[] {1, 2}, 99, 1)
                .tensor("scalar", "7", 11, new long[0])
                .tensor("empty", "7", 0, new long[] {0, 3}, 3, 1);
        try (Checkpoint checkpoint = open(packing.pack(file))) {
            assertEquals(List.of("whole", "tail", "transposed", "everyOther", "expanded", "oddStrideOfOne", "scalar",
                    "empty"), checkpoint.tensors().stream().map(TensorInfo::name).toList());
            assertTensor(checkpoint, "whole", new int[] {3, 4}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            assertTensor(checkpoint, "tail", new int[] {2}, 10, 11);
            assertTensor(checkpoint, "transposed", new int[] {4, 3}, 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
            assertTensor(checkpoint, "everyOther", new int[] {3}, 1, 3, 5);
            assertTensor(checkpoint, "expanded", new int[] {2, 2}, 5, 6, 5, 6);
            assertTensor(checkpoint, "oddStrideOfOne", new int[] {1, 2}, 2, 3);
            assertTensor(checkpoint, "scalar", new int[0], 11);
            assertTensor(checkpoint, "empty", new int[] {0, 3});
        }
    }

    /** The numbers 1, -2 and 0 in each type, as hexadecimal little-endian bytes. */
    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, F64, 000000000000f03f 00000000000000c0 0000000000000000",
        "FloatStorage, F32, 0000803f 000000c0 00000000",
        "HalfStorage, F16, 003c 00c0 0000",
        "BFloat16Storage, BF16, 803f 00c0 0000",
        "LongStorage, I64, 0100000000000000 feffffffffffffff 0000000000000000",
        "IntStorage, I32, 01000000 feffffff 00000000",
        "ShortStorage, I16, 0100 feff 0000",
        "CharStorage, I8, 01 fe 00"})
    void numberTypes(String storageClass, DType dtype, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        TorchFile file = new TorchFile().storage("0", storageClass, 3, bytes).tensor("t", "0", 0, new long[] {3}, 1)
                .tensor("reversedOrder", "0", 0, new long[] {1, 3}, 3, 1).bare();
        for (Packing packing : Packing.values()) {
            try (Checkpoint checkpoint = open(packing.pack(file))) {
                assertEquals(new TensorInfo("t", dtype, 3), checkpoint.tensors().getFirst());
                assertTensor(checkpoint, "t", new int[] {3}, 1, -2, 0);
            }
        }
    }

    @Test
    void unsignedAndBool() throws IOException {
        TorchFile file = new TorchFile().storage("0", "ByteStorage", 2, new byte[] {(byte) 200, 1})
                .storage("1", "BoolStorage", 2, new byte[] {1, 0})
                .tensor("byte", "0", 0, new long[] {2}, 1).tensor("bool", "1", 0, new long[] {2}, 1);
        try (Checkpoint checkpoint = open(file.legacy())) {
            assertTensor(checkpoint, "byte", new int[] {2}, 200, 1);
            assertTensor(checkpoint, "bool", new int[] {2}, 1, 0);
        }
    }

    @Test
    void bigEndianZip() throws IOException {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putFloat(1.5f).putFloat(-3).array();
        TorchFile file = new TorchFile().byteOrder("big").storage("0", "FloatStorage", 2, bytes)
                .tensor("t", "0", 0, new long[] {2}, 1).tensor("backwards", "0", 0, new long[] {2, 2}, 1, 0);
        try (Checkpoint checkpoint = open(file.zip(ZipEntry.STORED))) {
            assertTensor(checkpoint, "t", new int[] {2}, 1.5f, -3);
            assertTensor(checkpoint, "backwards", new int[] {2, 2}, 1.5f, 1.5f, -3, -3);
        }
        assertTrue(refusal(new TorchFile().byteOrder("middle").zip(ZipEntry.STORED)).contains("found middle"));
    }

    @ParameterizedTest
    @EnumSource
    void scalarsAreMetadataAndTheRestIsSkipped(Packing packing) throws IOException {
        TorchFile file = TorchFile.small()
                .extra("arch", pickle -> pickle.text("resnet50"))
                .extra("best_prec1", pickle -> pickle.global("numpy.core.multiarray", "scalar")
                        .global("numpy", "dtype").op("(").text("f8").integer(0).integer(1).op("tR")
                        .op("(").integer(3).text("<").op("NNN").integer(-1).integer(-1).integer(0).op("tb")
                        .global("_codecs", "encode").op("(").text("\0\0\0\0\0\0\u0014@").text("latin1").op("tR")
                        .raw(0x86).op("R"))
                .extra("optimizer", pickle -> pickle.op("}(").text("state").op("}").text("param_groups").op("]u"))
                .inside("_extra_state", pickle -> pickle.op("N"));
        try (Checkpoint checkpoint = open(packing.pack(file))) {
            assertEquals(Map.of("epoch", "3", "arch", "resnet50", "best_prec1", "5.0"), checkpoint.metadata());
            assertEquals(2, checkpoint.tensors().size());
        }
    }

    @Test
    void trainingLogOfMmengineIsSkipped() throws IOException {
        TorchFile file = TorchFile.small().extra("message_hub", pickle -> pickle
                .global("mmengine.logging.history_buffer", "HistoryBuffer").op(")").raw(0x81).op("}(")
                .text("min").global("__builtin__", "getattr").op("(")
                .global("mmengine.logging.history_buffer", "HistoryBuffer").text("min").op("tRub"));
        try (Checkpoint checkpoint = open(file.zip(ZipEntry.STORED))) {
            assertEquals(2, checkpoint.tensors().size());
        }
        assertTrue(refusal(TorchFile.small().extra("x", pickle -> pickle.global("builtins", "getattr").op("(")
                .text("text").text("upper").op("tR")).legacy()).contains("refuses pickle global getattr"));
    }

    /** Before 0.4 a storage could be a part of another. */
    @Test
    void viewsOfStoragesInOldStreams() throws IOException {
        TorchFile file = new TorchFile().storage("0", "FloatStorage", 4, TorchFile.ramp(4))
                .inside("inside", pickle -> viewOfStorage(pickle, 2, 2))
                .inside("other", pickle -> viewOfStorage(pickle, 1, 3));
        try (Checkpoint checkpoint = open(file.legacy())) {
            assertTensor(checkpoint, "inside", new int[] {2}, 2, 3);
            assertTensor(checkpoint, "other", new int[] {2}, 1, 2);
        }
        for (long[] view : new long[][] {{3, 2}, {-1, 2}, {Long.MAX_VALUE, 2}, {0, Long.MAX_VALUE}, {0, -1}}) {
            TorchFile wrong = new TorchFile().storage("0", "FloatStorage", 4, TorchFile.ramp(4))
                    .inside("t", pickle -> viewOfStorage(pickle, view[0], view[1]));
            assertTrue(refusal(wrong.legacy()).contains("expected a view inside 4 elements"));
        }
    }

    private static void viewOfStorage(PickleWriter pickle, long offset, long count) {
        pickle.global("torch._utils", "_rebuild_tensor").op("((").text("storage").global("torch", "FloatStorage")
                .text("0").text("cpu").integer(4).op("(").text("view").integer(offset).integer(count).op("ttQ")
                .integer(0).integers(2).integers(1).op("tR");
    }

    /** Number types without a storage class of their own are raw bytes with a type beside them. */
    @Test
    void untypedStorage() throws IOException {
        TorchFile file = new TorchFile().storage("0", "UntypedStorage", 8, TorchFile.ramp(2))
                .inside("t", pickle -> pickle.global("torch._utils", "_rebuild_tensor_v3").op("((").text("storage")
                        .global("torch.storage", "UntypedStorage").text("0").text("cpu").integer(8).op("tQ").integer(0)
                        .integers(2).integers(1).raw(0x89).op("N").global("torch", "float32").op("tR"));
        try (Checkpoint checkpoint = open(file.zip(ZipEntry.STORED))) {
            assertEquals(List.of(new TensorInfo("t", DType.F32, 2)), checkpoint.tensors());
            assertTensor(checkpoint, "t", new int[] {2}, 0, 1);
        }
    }

    @Test
    void orderedDictOfPython2() throws IOException {
        TorchFile file = TorchFile.small().extra("epoch", pickle -> pickle.global("collections", "OrderedDict")
                .op("(](](").text("a").integer(1).op("ee").op("tR"));
        try (Checkpoint checkpoint = open(file.legacy())) {
            assertEquals(Map.of(), checkpoint.metadata());
        }
        assertTrue(refusal(TorchFile.small().extra("x", pickle -> pickle.global("collections", "OrderedDict")
                .op("(](](]").integer(1).op("eetR")).legacy()).contains("hashed"));
    }

    @Test
    void stateDictUnderAnotherName() throws IOException {
        TorchFile file = new TorchFile().storage("0", "FloatStorage", 1, TorchFile.ramp(1)).bare()
                .inside("model", pickle -> pickle.op("}(").text("w").global("torch._utils", "_rebuild_tensor").op("((")
                        .text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(1).op("tQ")
                        .integer(0).integers(1).integers(1).op("tRu"));
        try (Checkpoint checkpoint = open(file.legacy())) {
            assertTensor(checkpoint, "w", new int[] {1}, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tensorsOutsideTheirStorageAreRefused(Packing packing) {
        Map<long[], long[]> wrong = Map.of(
                new long[] {13}, new long[] {1},
                new long[] {2, 6}, new long[] {7, 1},
                new long[] {2}, new long[] {Long.MAX_VALUE},
                new long[] {2}, new long[] {-1},
                new long[] {-1}, new long[] {1},
                new long[] {1L << 40, 1L << 40}, new long[] {0, 0},
                new long[] {1 << 20, 1 << 20}, new long[] {0, 0},
                new long[] {3}, new long[] {4, 1});
        wrong.forEach((shape, strides) -> {
            TorchFile file = new TorchFile().storage("0", "FloatStorage", 12, TorchFile.ramp(12))
                    .tensor("t", "0", 0, shape, strides);
            assertTrue(refusal(packing.pack(file)).contains("tensor t: expected"));
        });
        for (long offset : new long[] {-1, 12, Long.MAX_VALUE, Long.MIN_VALUE}) {
            TorchFile file = new TorchFile().storage("0", "FloatStorage", 12, TorchFile.ramp(12))
                    .tensor("t", "0", offset, new long[] {1}, 1);
            assertTrue(refusal(packing.pack(file)).contains("tensor t: expected"));
        }
    }

    @Test
    void repeatedElementsAreLimitedByTheFile() {
        TorchFile file = new TorchFile().storage("0", "FloatStorage", 1, TorchFile.ramp(1))
                .tensor("t", "0", 0, new long[] {Integer.MAX_VALUE - 8}, 0);
        assertTrue(refusal(file.legacy()).contains("in proportion to the file"));
    }

    @Test
    void countsThatDoNotMatchTheBytesAreRefused() {
        for (long count : new long[] {2, 4, -1, Long.MAX_VALUE, 1L << 60, 1L << 31}) {
            TorchFile file = new TorchFile().storage("0", "FloatStorage", count, TorchFile.ramp(3))
                    .tensor("t", "0", 0, new long[] {1}, 1);
            refusal(file.zip(ZipEntry.STORED));
            if (count != 2) {
                refusal(file.legacy());
            }
        }
    }

    @Test
    void damagedStorageOfZipIsFoundByItsChecksum() throws IOException {
        byte[] bytes = TorchFile.small().zip(ZipEntry.STORED);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("archive/data/0") + "archive/data/0".length();
        bytes[at + 5] ^= 1;
        try (Checkpoint checkpoint = open(bytes)) {
            CheckpointException e = assertThrows(CheckpointException.class,
                    () -> checkpoint.tensor("module.conv1.weight"));
            assertTrue(e.getMessage().contains("archive/data/0: expected checksum"), e.getMessage());
            assertEquals(0, checkpoint.tensor("module.bn1.num_batches_tracked").data()[0]);
        }
    }

    @Test
    void inflatedSizeIsLimited() {
        TorchFile bomb = new TorchFile().storage("0", "ByteStorage", 1 << 26, new byte[1 << 26])
                .tensor("t", "0", 0, new long[] {1}, 1);
        assertTrue(refusal(bomb.zip(ZipEntry.DEFLATED)).contains("inflated bytes, found 67108864"));
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        Map<String, String> starts = new LinkedHashMap<>();
        starts.put("", "an empty file");
        starts.put("<!DOCTYPE html>", "a file that starts with \"<!DOCTYPE ht\"");
        starts.put("\u0000\u0001binary\n\u0007", "??binary??");
        starts.put("x".repeat(257) + "ustar", "a tar archive");
        starts.forEach((start, found) -> {
            String message = refusal(start.getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(message.contains(found), message);
        });
        byte[] otherZip = TorchFile.zip(ZipEntry.STORED, Map.of("a.txt", new byte[1]));
        assertTrue(refusal(otherZip).contains("without <root>/data.pkl"));
        assertTrue(refusal(new PickleWriter().integer(5).stop()).contains("magic number"));
        assertThrows(CheckpointException.class, () -> Checkpoint.open(folder));
        assertThrows(CheckpointException.class, () -> Checkpoint.open(folder.resolve("absent.pth")));
    }

    @Test
    void theNameDoesNotMatterAndUnknownTensorsAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("weights.txt"), TorchFile.small().legacy());
        Checkpoint checkpoint = Checkpoint.open(file);
        assertEquals(Checkpoint.Format.PYTORCH_LEGACY, checkpoint.format());
        CheckpointException e = assertThrows(CheckpointException.class, () -> checkpoint.tensor("no\nsuch"));
        assertFalse(e.getMessage().contains("\n"));
        checkpoint.close();
        checkpoint.close();
        assertThrows(IllegalStateException.class, () -> checkpoint.tensor("module.conv1.weight"));
    }
}
