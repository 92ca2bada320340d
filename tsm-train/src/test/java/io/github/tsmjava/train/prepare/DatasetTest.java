package io.github.tsmjava.train.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.train.prepare.Dataset.Choice;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotation files as the authors of the data sets publish them, a few lines of each. */
class DatasetTest {

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Annotations read(Dataset dataset) throws IOException {
        return dataset.read(folder, Choice.USUAL);
    }

    private static List<Integer> labels(Annotations annotations, String split) {
        return annotations.splits().get(split).stream().map(Item::label).toList();
    }

    private static String place(Annotations annotations, String split, int index) {
        return annotations.splits().get(split).get(index).places().getFirst();
    }

    @Test
    void kinetics() throws IOException {
        write("kinetics_train.csv", """
                label,youtube_id,time_start,time_end,split
                "petting animal (not cat)",--abc,7,17,train
                air drumming,x_y,120,130,train
                """);
        write("kinetics_val.csv", "label,youtube_id,time_start,time_end,split\r\nair drumming,q,0,10,val\r\n");
        Annotations annotations = read(Dataset.KINETICS);
        assertEquals(List.of("air drumming", "petting animal (not cat)"), annotations.classes());
        assertEquals(List.of(1, 0), labels(annotations, "train"));
        assertEquals(List.of("petting_animal_not_cat/--abc_7", "petting_animal_not_cat/--abc_000007_000017",
                "petting animal (not cat)/--abc_7", "petting animal (not cat)/--abc_000007_000017"),
                annotations.splits().get("train").getFirst().places());
        write("kinetics_label_map.txt", "petting animal (not cat)\nair drumming\nabseiling\n");
        assertEquals(List.of(0, 1), labels(read(Dataset.KINETICS), "train"));
        assertEquals("petting animal (not cat)", read(Dataset.KINETICS).classes().getFirst());
    }

    @Test
    void kineticsSortsNamesAsTheyAreSpelled() throws IOException {
        String table = "label,youtube_id,time_start,time_end,split\nskiing crosscountry,a,0,10,train\n"
                + "skiing (not slalom or crosscountry),b,0,10,train\n";
        write("kinetics_train.csv", table);
        write("kinetics_val.csv", table);
        assertEquals(List.of("skiing (not slalom or crosscountry)", "skiing crosscountry"),
                read(Dataset.KINETICS).classes());
        assertEquals(List.of(1, 0), labels(read(Dataset.KINETICS), "train"));
    }

    @Test
    void somethingV1AndJester() throws IOException {
        for (String prefix : List.of("something-something-v1", "jester-v1")) {
            write(prefix + "-labels.csv", "Swiping Right\nSwiping Left\nDoing other things\n\n");
            write(prefix + "-train.csv", "34870;Swiping Left\n56557;Doing other things\n");
            write(prefix + "-validation.csv", "9;Swiping Right");
        }
        for (Dataset dataset : List.of(Dataset.SOMETHING_V1, Dataset.JESTER)) {
            Annotations sorted = read(dataset);
            assertEquals(List.of("Doing other things", "Swiping Left", "Swiping Right"), sorted.classes());
            assertEquals(List.of(1, 0), labels(sorted, "train"));
            assertEquals("34870", place(sorted, "train", 0));
            Annotations ofFile = dataset.read(folder, new Choice(1, false, 0, 0));
            assertEquals(List.of(1, 2), labels(ofFile, "train"));
            assertEquals(List.of(0), labels(ofFile, "val"));
        }
    }

    @Test
    void somethingV2() throws IOException {
        write("something-something-v2-labels.json", "{\"Moving something up\": \"1\", \"Holding something\": \"0\"}");
        write("something-something-v2-train.json", """
                [{"id": "78687", "label": "holding potato", "template": "Holding [something]"},
                 {"id": "42326", "label": "moving a cup up", "template": "Moving [something] up"}]
                """);
        write("something-something-v2-validation.json", "[]");
        write("something-something-v2-test.json", "[{\"id\": \"1420\"}]");
        Annotations annotations = read(Dataset.SOMETHING_V2);
        assertEquals(List.of("Holding something", "Moving something up"), annotations.classes());
        assertEquals(List.of(0, 1), labels(annotations, "train"));
        assertEquals(List.of(0), labels(annotations, "test"));
        assertEquals("42326", place(annotations, "train", 1));
    }

    @Test
    void ucf101() throws IOException {
        write("classInd.txt", "1 Archery\n2 Biking\n");
        write("trainlist02.txt", "Biking/v_Biking_g08_c01.avi 2\nArchery/v_Archery_g08_c01.avi 1\n");
        write("testlist02.txt", "Archery/v_Archery_g01_c01.avi\n");
        Annotations annotations = Dataset.UCF101.read(folder, new Choice(2, true, 0, 0));
        assertEquals(List.of(1, 0), labels(annotations, "train"));
        assertEquals(List.of("Archery/v_Archery_g01_c01", "v_Archery_g01_c01"),
                annotations.splits().get("val").getFirst().places());
        assertEquals("ucf101_rgb_val_split_2.txt",
                Dataset.UCF101.listName("val", new Choice(2, true, 0, 0), ListWriter.Kind.FRAMES));
        assertEquals("hmdb51_flow_train_split_1.txt",
                Dataset.HMDB51.listName("train", new Choice(1, true, 0, 0), ListWriter.Kind.FLOW));
        assertEquals("val_videofolder_flow.txt",
                Dataset.SOMETHING_V2.listName("val", new Choice(1, true, 0, 0), ListWriter.Kind.FLOW));
        assertThrows(VideoException.class, () -> read(Dataset.UCF101));
    }

    @Test
    void hmdb51() throws IOException {
        write("wave_test_split1.txt", "#1_(HQ)_wave.avi 1 \nb.avi 2 \nc.avi 0 \n");
        write("climb_stairs_test_split1.txt", "d.avi 2 \n");
        write("climb_test_split1.txt", "e.avi 2 \n");
        write("climb_test_split2.txt", "e.avi 1 \n");
        Annotations annotations = read(Dataset.HMDB51);
        assertEquals(List.of("climb", "climb_stairs", "wave"), annotations.classes());
        assertEquals(List.of(2), labels(annotations, "train"));
        assertEquals(List.of(0, 1, 2), labels(annotations, "val"));
        assertEquals("climb/e", place(annotations, "val", 0));
        assertEquals("wave/#1_(HQ)_wave", place(annotations, "train", 0));
    }

    @Test
    void diving48() throws IOException {
        write("Diving48_vocab.json", "[[\"Back\", \"15som\", \"05Twis\", \"FREE\"], [\"Inward\", \"Dive\"]]");
        write("Diving48_V2_train.json", "[{\"vid_name\": \"a_00000\", \"label\": 1, \"end_frame\": 9}]");
        write("Diving48_V2_test.json", "[{\"vid_name\": \"b_00001\", \"label\": 0}]");
        Annotations annotations = read(Dataset.DIVING48);
        assertEquals(List.of("Back+15som+05Twis+FREE", "Inward+Dive"), annotations.classes());
        assertEquals(List.of(1), labels(annotations, "train"));
        assertEquals("b_00001", place(annotations, "val", 0));
    }

    @Test
    void foldersWithAndWithoutSplits() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("wave/clip%d.mp4".formatted(i), "");
            write("jump/frames%d/img_00001.jpg".formatted(i), "");
        }
        write("jump/notes.txt", "");
        write(".hidden/clip.mp4", "");
        Annotations all = read(Dataset.FOLDERS);
        assertEquals(List.of("jump", "wave"), all.classes());
        assertEquals(20, all.splits().get("train").size());
        assertEquals("wave/clip", place(all, "train", 19).substring(0, 9));
        Annotations shared = Dataset.FOLDERS.read(folder, new Choice(1, true, 0.2, 7));
        assertEquals(16, shared.splits().get("train").size());
        assertEquals(List.of(0, 0, 1, 1), labels(shared, "val"));
        assertEquals(shared, Dataset.FOLDERS.read(folder, new Choice(1, true, 0.2, 7)));
        TreeSet<String> places = new TreeSet<>();
        shared.splits().values().forEach(items -> items.forEach(item -> places.add(item.places().getFirst())));
        assertEquals(20, places.size());

        write("both/wave/a.MOV", "");
        write("both/wave/a/img_00001.jpg", "");
        Annotations both = Dataset.FOLDERS.read(folder.resolve("both"), new Choice(1, true, 0, 7));
        assertEquals(List.of(new Annotations.Item(List.of("wave/a", "wave/a.MOV"), 0)), both.splits().get("train"));
        write("both/wave/a.avi", "");
        String message = assertThrows(VideoException.class,
                () -> Dataset.FOLDERS.read(folder.resolve("both"), new Choice(1, true, 0, 7))).getMessage();
        assertTrue(message.contains("only its ending differs"), message);

        write("tree/train/wave/a.mp4", "");
        write("tree/val/jump/b.mp4", "");
        Annotations given = Dataset.FOLDERS.read(folder.resolve("tree"), new Choice(1, true, 0.5, 7));
        assertEquals(List.of("jump", "wave"), given.classes());
        assertEquals("train/wave/a", place(given, "train", 0));
        assertEquals(List.of(0), labels(given, "val"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "KINETICS|train.csv|a,b\\n1,2|expected a table with the columns",
        "KINETICS|train.csv|''|expected a table with the columns",
        "JESTER|jester-v1-train.csv|12|line 1: expected \"id;label\"",
        "JESTER|jester-v1-train.csv|1;A\\n2;C|line 2: \"C\" is none of the 2 classes",
        "JESTER|jester-v1-labels.csv|A\\nA|expected each class once, found \"A\" as class 1 and again as class 2",
        "JESTER|jester-v1-labels.csv|''|expected class names, found none",
        "SOMETHING_V2|labels.json|[1]|expected {",
        "SOMETHING_V2|labels.json|{\"A\": \"2\"}|expected the labels 0 to 0",
        "SOMETHING_V2|labels.json|{\"A\": \"x\"}|expected {",
        "SOMETHING_V2|train.json|[{\"id\": 1}]|expected [{",
        "SOMETHING_V2|train.json|[{\"id\": 1|expected [{",
        "SOMETHING_V2|train.json|[{\"id\": \"1\", \"template\": \"B\"}]|\"B\" is none of the 1 classes",
        "DIVING48|Diving48_V2_train.json|[{\"vid_name\": \"a\", \"label\": 7}]|label 7, expected are 0 to 0",
        "UCF101|classInd.txt|2 Archery|line 1: expected \"1 class\"",
        "UCF101|trainlist01.txt|v.avi 1|line 1: expected \"class/video\"",
        "HMDB51|wave_test_split1.txt|a.avi 3|line 1: expected \"video 0"})
    void damagedAnnotationsAreNamed(Dataset dataset, String name, String text, String expected) throws IOException {
        write("train.csv", "label,youtube_id,time_start,time_end\nA,a,0,1\n");
        write("val.csv", "label,youtube_id,time_start,time_end\nA,a,0,1\n");
        write("jester-v1-labels.csv", "A\nB\n");
        write("jester-v1-train.csv", "1;A\n");
        write("jester-v1-validation.csv", "1;A\n");
        write("labels.json", "{\"A\": 0}");
        write("train.json", "[]");
        write("validation.json", "[]");
        write("Diving48_vocab.json", "[[\"A\"]]");
        write("Diving48_V2_train.json", "[]");
        write("Diving48_V2_test.json", "[]");
        write("classInd.txt", "1 Archery");
        write("trainlist01.txt", "Archery/v.avi 1");
        write("testlist01.txt", "Archery/v.avi 1");
        write("wave_test_split1.txt", "a.avi 1");
        read(dataset);
        write(name, text.replace("\\n", "\n"));
        String message = assertThrows(VideoException.class, () -> read(dataset)).getMessage();
        assertTrue(message.startsWith(folder.resolve(name) + ": "), message);
        assertTrue(message.contains(expected) && message.lines().count() == 1, message);
    }

    @Test
    void missingAnnotationsAreNamed() {
        for (Dataset dataset : Dataset.values()) {
            String message = assertThrows(VideoException.class, () -> read(dataset)).getMessage();
            assertTrue(message.startsWith(folder.toString()) && message.contains("found none"), message);
            assertThrows(VideoException.class, () -> dataset.read(folder.resolve("absent"), Choice.USUAL));
        }
    }
}
