package io.github.tsmjava.web.teach;

import io.github.tsmjava.web.teach.GestureFolder.Gesture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Somebody's clips as a data set in a zip file: folders of frames, {@code list.txt} with folder, number of frames and
 * label of each, {@code category.txt} with the names of the labels.
 */
record DataSet(List<Gesture> gestures) {

    /** @param examples the folder with a folder for each gesture */
    byte[] zip(Path examples) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder list = new StringBuilder();
        StringBuilder categories = new StringBuilder();
        List<Gesture> shown = gestures.stream().filter(gesture -> !gesture.clips().isEmpty()).toList();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int label = 0; label < shown.size(); label++) {
                categories.append(shown.get(label).name()).append('\n');
                for (String clip : shown.get(label).clips()) {
                    // Lists have blanks between their columns.
                    int frames = add(zip, examples.resolve(shown.get(label).name()).resolve(clip), clip);
                    if (frames > 0) {
                        list.append("%s %d %d\n".formatted(clip, frames, label));
                    }
                }
            }
            add(zip, "list.txt", list.toString().getBytes(StandardCharsets.UTF_8));
            add(zip, "category.txt", categories.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Returns how many frames there are: none, if the clip has been deleted meanwhile. */
    private static int add(ZipOutputStream zip, Path clip, String name) throws IOException {
        try (Stream<Path> files = Files.list(clip)) {
            List<Path> frames = files.sorted().toList();
            for (Path frame : frames) {
                add(zip, name + "/" + frame.getFileName(), Files.readAllBytes(frame));
            }
            return frames.size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
