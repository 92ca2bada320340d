package io.github.tsmjava.train.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tsmjava.train.prepare.Dataset.Choice;
import io.github.tsmjava.train.prepare.ListWriter.Found;
import io.github.tsmjava.train.prepare.ListWriter.Kind;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Annotation files that are damaged by chance or on purpose: they are read, or refused in one line that names the file.
 */
class HostileAnnotationsTest {

    private static final int MUTATIONS = Integer.getInteger("tsm.mutations", 100);

    /** What goes into a file, as it is or doubled. */
    private static final List<String> PIECES = List.of("\0", "\u001b[2J", "\r", "\n", "\t", "\"", "\\", "'", ",", ";",
            "/",
            "../", "/etc/", " ", "\u202e", "\u2028", "\ufeff", "-1", "99999999999999999999", "1e999999999", "1.5",
            "NaN",
            "null", "true", "{}", "[]", "[", "{", "]", "}", ":", "\"\\ud800\"", "\\u0000", "#", "//", "é",
            "x".repeat(300), "[".repeat(5000), "0", "1", "2", "3");

    @TempDir
    private Path folder;

    static Map<String, String> files(Dataset dataset) {
        Map<String, String> files = new LinkedHashMap<>();
        switch (dataset) {
            case KINETICS -> {
                files.put("kinetics_train.csv", """
                        label,youtube_id,time_start,time_end,split
                        abseiling,--abc,7,17,train
                        "petting animal (not cat)",x_y,120,130,train
                        """);
                files.put("kinetics_val.csv", "label,youtube_id,time_start,time_end,split\nabseiling,q,0,10,val\n");
                files.put("kinetics_label_map.txt", "abseiling\npetting animal (not cat)\n");
            }
            case SOMETHING_V1, JESTER -> {
                String prefix = dataset == Dataset.JESTER ? "jester-v1" : "something-something-v1";
                files.put(prefix + "-labels.csv", "Swiping Right\nSwiping Left\n");
                files.put(prefix + "-train.csv", "34870;Swiping Left\n56557;Swiping Right\n");
                files.put(prefix + "-validation.csv", "9;Swiping Right\n");
            }
            case SOMETHING_V2 -> {
                files.put("labels.json", "{\"Moving something up\": \"1\",\n\"Holding something\": \"0\"}");
                files.put("train.json", """
                        [{"id": "78687", "label": "holding potato", "template": "Holding [something]"},
                         {"id": "42326", "label": "moving a cup up", "template": "Moving [something] up"}]
                        """);
                files.put("validation.json", "[{\"id\": 1, \"template\": \"Holding something\"}]");
                files.put("something-something-v2-test.json", "[{\"id\": \"1420\"}]");
            }
            case UCF101 -> {
                files.put("classInd.txt", "1 Archery\n2 Biking\n");
                files.put("trainlist01.txt", "Biking/v_Biking_g08_c01.avi 2\nArchery/v_Archery_g08_c01.avi 1\n");
                files.put("testlist01.txt", "Archery/v_Archery_g01_c01.avi\n");
            }
            case HMDB51 -> {
                files.put("wave_test_split1.txt", "#1_(HQ)_wave.avi 1 \nb.avi 2 \nc.avi 0 \n");
                files.put("climb_test_split1.txt", "d.avi 2 \n");
            }
            case DIVING48 -> {
                files.put("Diving48_vocab.json", "[[\"Back\", \"15som\"],\n[\"Inward\", \"Dive\"]]");
                files.put("Diving48_V2_train.json", """
                        [{"vid_name": "a_00000", "label": 1, "end_frame": 9},
                         {"vid_name": "b_00000", "label": 0, "end_frame": 9}]
                        """);
                files.put("Diving48_V2_test.json", "[{\"vid_name\": \"b_00001\", \"label\": 0}]");
            }
            default -> throw new IllegalArgumentException(dataset + " has no annotations");
        }
        return files;
    }

    private Path write(Dataset dataset) throws IOException {
        Path annotations = folder.resolve(dataset.name());
        Files.createDirectories(annotations);
        for (Map.Entry<String, String> file : files(dataset).entrySet()) {
            Files.writeString(annotations.resolve(file.getKey()), file.getValue());
        }
        return annotations;
    }

    private static byte[] mutated(byte[] text, Random random) {
        byte[] bytes = text.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(12));
            byte[] middle = switch (random.nextInt(6)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt(256)};
                case 2 -> Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(60)));
                default -> PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            };
            if (random.nextInt(8) == 0) {
                bytes = Arrays.copyOf(bytes, from);
            } else {
                int end = random.nextBoolean() ? from : to;
                byte[] longer = Arrays.copyOf(bytes, from + middle.length + bytes.length - end);
                System.arraycopy(middle, 0, longer, from, middle.length);
                System.arraycopy(bytes, end, longer, from + middle.length, bytes.length - end);
                bytes = longer;
            }
        }
        return bytes;
    }

    /** As {@code tsm prepare labels} does it. */
    private void prepare(Dataset dataset, Path annotations) throws IOException {
        Annotations read = dataset.read(annotations, Choice.USUAL);
        for (Kind kind : Kind.values()) {
            ListWriter writer = new ListWriter(folder, kind);
            Map<String, Found> found = new LinkedHashMap<>();
            Map<String, String> names = new LinkedHashMap<>();
            read.splits().forEach((split, items) -> {
                found.put(split, writer.find(items, () -> { }));
                names.put(split, split + ".txt");
            });
            if (found.values().stream().anyMatch(videos -> !videos.lines().isEmpty())) {
                writer.write(folder.resolve("lists"), read, found, names);
            }
        }
    }

    private void requireReadOrRefused(Dataset dataset, Path annotations, String what) {
        try {
            prepare(dataset, annotations);
        } catch (VideoException e) {
            assertTrue(e.getMessage().startsWith(folder.toString()), what + e.getMessage());
            assertEquals(1, e.getMessage().lines().count(), what + e.getMessage());
            assertFalse(e.getMessage().chars().anyMatch(Character::isISOControl), what + e.getMessage());
        } catch (Throwable e) {
            fail(what, e);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDERS")
    void whateverIsInAFileItIsReadOrRefused(Dataset dataset) throws IOException {
        Path annotations = write(dataset);
        Random random = new Random(dataset.ordinal());
        for (Map.Entry<String, String> file : files(dataset).entrySet()) {
            Path path = annotations.resolve(file.getKey());
            byte[] whole = file.getValue().getBytes(StandardCharsets.UTF_8);
            List<byte[]> texts = new ArrayList<>();
            for (int length = 0; length < whole.length; length++) {
                texts.add(Arrays.copyOf(whole, length));
            }
            for (int i = 0; i < MUTATIONS; i++) {
                texts.add(mutated(whole, random));
            }
            for (byte[] text : texts) {
                Files.write(path, text);
                requireReadOrRefused(dataset, annotations,
                        path + ":\n" + new String(text, StandardCharsets.ISO_8859_1) + "\n");
            }
            Files.delete(path);
            requireReadOrRefused(dataset, annotations, path + " missing: ");
            Files.createDirectory(path);
            requireReadOrRefused(dataset, annotations, path + " as a folder: ");
            Files.delete(path);
            Files.write(path, whole);
        }
        prepare(dataset, annotations);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDERS")
    void bytesThatAreNoTextAreNamed(Dataset dataset) throws IOException {
        Path annotations = write(dataset);
        Path file = annotations.resolve(files(dataset).keySet().iterator().next());
        Files.write(file, "\n\nna\u00efve".getBytes(StandardCharsets.ISO_8859_1));
        String message = assertThrows(VideoException.class, () -> prepare(dataset, annotations)).getMessage();
        assertEquals(file + ": line 3: expected UTF-8 text, found other bytes", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "KINETICS|kinetics_train.csv|label,youtube_id,time_start,time_end\\nabseiling|line 2: expected "
                + "label,youtube_id",
        "KINETICS|kinetics_train.csv|label,youtube_id,time_start,time_end\\n\\nabseiling,a,1|line 3: expected label",
        "KINETICS|kinetics_train.csv|label,youtube_id,time_start,time_end\\nabseiling,,1,2|line 2: expected label",
        "KINETICS|kinetics_val.csv|label,youtube_id,time_start,time_end\\nabseiling,a,-1,2|line 2: expected label",
        "KINETICS|kinetics_val.csv|label,youtube_id,time_start,time_end\\nabseiling,a,1,9999999999|line 2: expected "
                + "label",
        "KINETICS|kinetics_val.csv|label,youtube_id,time_start,time_end\\nabseiling,../a,1,2|line 2: expected the name",
        "KINETICS|kinetics_val.csv|label,youtube_id,time_start,time_end\\nabseiling,a\\0,1,2|line 2: expected the name",
        "KINETICS|kinetics_val.csv|label,youtube_id,time_start,time_end\\njumping,a,1,2|line 2: \"jumping\" is none of",
        "KINETICS|kinetics_label_map.txt|abseiling\\nabseiling|found \"abseiling\" as class 1 and again as class 2",
        "JESTER|jester-v1-labels.csv|A\\nB\\033C|expected the name of class 2",
        "JESTER|jester-v1-train.csv|1;Swiping Left\\n/etc/x;Swiping Left|line 2: expected the name of a video",
        "JESTER|jester-v1-train.csv|;Swiping Left|line 1: expected the name of a video",
        "SOMETHING_V2|labels.json|{\"A\": 0,\\n\"B\": 0}|line 2: \"B\" has the label 0, as \"A\" has",
        "SOMETHING_V2|labels.json|{\"A\": 0,\\n\"B\": 1.5}|line 2: expected {",
        "SOMETHING_V2|labels.json|{\"A\": 1e999999999}|line 1: expected {",
        "SOMETHING_V2|train.json|[{\"id\": 1, \"template\": \"Holding something\"},\\n{\"id\": true}]|line 2: expected "
                + "[{",
        "SOMETHING_V2|train.json|[\\n\\n{\"id\": [1], \"template\": \"Holding something\"}]|line 3: expected [{",
        "SOMETHING_V2|train.json|[{\"id\": \"a\\u0000\", \"template\": \"Holding something\"}]|line 1: expected the "
                + "name",
        "SOMETHING_V2|train.json|[] []|line 1: expected [{",
        "SOMETHING_V2|train.json|''|line 1: expected [{",
        "DIVING48|Diving48_vocab.json|[[\"A\"],\\n7]|line 2: expected [[",
        "DIVING48|Diving48_V2_train.json|[\\n{\"vid_name\": \"a\", \"label\": 2}]|line 2: label 2, expected are 0 to 1",
        "DIVING48|Diving48_V2_train.json|[\\n{\"vid_name\": \"a\"}]|line 2: expected [{",
        "UCF101|trainlist01.txt|Biking/..|line 1: expected the name of a video",
        "UCF101|trainlist01.txt|Biking/.avi|line 1: expected the name of a video",
        "HMDB51|wave_test_split1.txt|a.avi 1\\nb.avi|line 2: expected \"video 0"})
    void theLineIsNamed(Dataset dataset, String name, String text, String expected) throws IOException {
        Path annotations = write(dataset);
        Path file = Files.writeString(annotations.resolve(name),
                text.replace("\\n", "\n").replace("\\0", "\0").replace("\\033", "\033"));
        String message = assertThrows(VideoException.class, () -> prepare(dataset, annotations)).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }
}
