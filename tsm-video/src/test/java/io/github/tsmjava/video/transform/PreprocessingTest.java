package io.github.tsmjava.video.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.ImageFile;
import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.SharedMaterial;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Preprocessing.Normalization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PreprocessingTest {

    private static final Preprocessing EFFICIENT = Preprocessing.of(Flavour.MIT, 224);

    @TestFactory
    Stream<DynamicTest> pixelsOfTheOriginal() throws Exception {
        JsonArray cases = JsonParser.parseString(Files.readString(SharedMaterial.find("goldens/preprocess.json")))
                .getAsJsonArray();
        return cases.asList().stream().map(JsonElement::getAsJsonObject).map(golden -> DynamicTest.dynamicTest(
                golden.get("pipeline").getAsString() + " " + golden.get("frames"), () -> compare(golden)));
    }

    private static void compare(JsonObject golden) throws Exception {
        Path folder = SharedMaterial.find("frames");
        List<Image> frames = new ArrayList<>();
        for (JsonElement name : golden.getAsJsonArray("frames")) {
            frames.add(ImageFile.read(folder.resolve(name.getAsString())));
        }
        Preprocessing preprocessing = switch (golden.get("pipeline").getAsString()) {
            case "resize256_center224" -> EFFICIENT;
            case "resize146_center128" -> Preprocessing.of(Flavour.MIT, 128);
            case "oversample10_224" -> EFFICIENT.withCrops(Crops.TEN);
            case "fullres3_256" -> Preprocessing.of(Flavour.MIT, 256).withShortSide(256).withCrops(Crops.THREE);
            case String other -> throw new AssertionError("unknown pipeline " + other);
        };
        List<Image> images = preprocessing.views(List.of(frames)).stream().flatMap(List::stream).toList();
        assertEquals(golden.get("images_out").getAsInt(), images.size());
        assertEquals(golden.get("sha256_uint8_hwc").getAsString(), sha256(stack(images)));

        Tensor input = preprocessing.apply(List.of(frames));
        for (int i = 0; i < golden.getAsJsonArray("sample").size(); i++) {
            int index = golden.getAsJsonArray("sample_index").get(i).getAsInt();
            assertEquals(golden.getAsJsonArray("sample").get(i).getAsFloat(), input.data()[index], "sample " + index);
        }
    }

    /** All images side by side along the channels: height × width × (3 · images). */
    private static byte[] stack(List<Image> images) {
        int pixels = images.getFirst().data().length / 3;
        byte[] stacked = new byte[pixels * 3 * images.size()];
        for (int pixel = 0, to = 0; pixel < pixels; pixel++) {
            for (Image image : images) {
                for (int channel = 0; channel < 3; channel++) {
                    stacked[to++] = image.data()[3 * pixel + channel];
                }
            }
        }
        return stacked;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void viewsGoFromCropToClip() {
        List<List<Image>> clips = List.of(List.of(flat(10), flat(20)), List.of(flat(30), flat(40)));
        Tensor input = EFFICIENT.withCrops(Crops.THREE).apply(clips);
        assertArrayEquals(new int[] {6, 6, 224, 224}, input.shape());
        int[] expected = {10, 30, 10, 30, 10, 30};
        for (int view = 0; view < expected.length; view++) {
            assertEquals((expected[view] / 255f - 0.485f) / 0.229f, input.get(view, 0, 5, 5));
            assertEquals(((expected[view] + 10) / 255f - 0.406f) / 0.225f, input.get(view, 5, 223, 223));
        }
    }

    @Test
    void mmactionKeepsBytesUnscaled() {
        Tensor input = Preprocessing.of(Flavour.MMACTION2, 224).apply(List.of(List.of(flat(100))));
        assertEquals((100 - 116.28f) / 57.12f, input.get(0, 1, 0, 0));
    }

    /** A grey of 100 stays 100 whatever the resize; the numbers are those of torchvision's preset for Kinetics. */
    @Test
    void torchvisionsVideosHaveTheNumbersOfKinetics() {
        Preprocessing preprocessing = Preprocessing.of(Flavour.TORCHVISION, 112);
        Tensor input = preprocessing.apply(List.of(List.of(flat(100))));
        assertArrayEquals(new int[] {1, 3, 112, 112}, input.shape());
        assertEquals((100 / 255f - 0.43216f) / 0.22803f, input.get(0, 0, 0, 0));
        assertEquals((100 / 255f - 0.394666f) / 0.22145f, input.get(0, 1, 50, 50));
        assertEquals((100 / 255f - 0.37645f) / 0.216989f, input.get(0, 2, 111, 111));
        assertEquals("171 x 128", preprocessing.resize(flat(100)).toString());
    }

    @Test
    void framesThatAreCutAreOnlyNormalised() {
        Preprocessing preprocessing = Preprocessing.of(Flavour.TORCHVISION, 2);
        Tensor input = preprocessing.normalise(List.of(Pictures.grey(2, 2, 1, 2, 3, 4)));
        assertArrayEquals(new int[] {1, 3, 2, 2}, input.shape());
        assertEquals((4 / 255f - 0.43216f) / 0.22803f, input.get(0, 0, 1, 1));
        assertEquals("expected frames of 2 x 2 pixels, got 3 x 1", assertThrows(ShapeException.class,
                () -> preprocessing.normalise(List.of(Pictures.grey(3, 1, 1, 2, 3)))).getMessage());
    }

    @Test
    void flowHasTwoChannelsAndTurnsRoundInTheMirror() {
        byte[] pixels = new byte[256 * 256 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = 100;
            pixels[i + 1] = 50;
        }
        List<List<Image>> clips = List.of(List.of(Image.of(256, 256, pixels)));
        Preprocessing flow = EFFICIENT.withModality(Modality.FLOW).withCrops(Crops.TEN);
        Tensor input = flow.apply(clips);
        assertArrayEquals(new int[] {10, 2, 224, 224}, input.shape());
        assertEquals((100 / 255f - 0.5f) / 0.226f, input.get(0, 0, 0, 0));
        assertEquals((155 / 255f - 0.5f) / 0.226f, input.get(1, 0, 0, 0));
        assertEquals(input.get(0, 1, 0, 0), input.get(1, 1, 0, 0));
        Tensor mmaction = Preprocessing.of(Flavour.MMACTION2, 224).withModality(Modality.FLOW).withCrops(Crops.TEN)
                .apply(clips);
        assertEquals(mmaction.get(0, 0, 0, 0), mmaction.get(1, 0, 0, 0));
    }

    @Test
    void shortSideFollowsTheCrop() {
        assertEquals(256, EFFICIENT.shortSide());
        assertEquals(146, Preprocessing.of(Flavour.MIT, 128).shortSide());
    }

    @Test
    void badArguments() {
        assertThrows(IllegalArgumentException.class, () -> EFFICIENT.withShortSide(223));
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.of(Flavour.MIT, 0));
        assertThrows(ShapeException.class, () -> EFFICIENT.apply(List.of()));
        assertThrows(ShapeException.class, () -> EFFICIENT.apply(List.of(List.of(flat(1)), List.of(flat(1), flat(2)))));
        assertThrows(ShapeException.class,
                () -> EFFICIENT.apply(List.of(List.of(flat(1), Pictures.grey(2, 2, 1, 2, 3, 4)))));
        assertThrows(ShapeException.class, () -> new Preprocessing(Flavour.MIT, Modality.RGB, 256, 224, Crops.ONE,
                Normalization.of(Flavour.MIT, Modality.FLOW)));
    }

    private static Image flat(int value) {
        int[] values = new int[300 * 256];
        Arrays.fill(values, value);
        return Pictures.grey(300, 256, values);
    }
}
