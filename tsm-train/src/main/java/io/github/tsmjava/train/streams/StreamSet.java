package io.github.tsmjava.train.streams;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.files.FolderLock;
import io.github.tsmjava.train.files.TextFile;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Streams that are made, and can be written as data to learn from. */
public interface StreamSet {

    /** The most frames of a stream, as many as five digits number. */
    int MAX_FRAMES = 99_999;
    /** The list of the streams in their folder. */
    String LIST = "streams.csv";

    /** How many streams there are, at least 1. */
    int count();

    /** Frames a second of all of them. */
    double rate();

    /** The names of the classes. */
    List<String> labels();

    /** The stream of an index, for one thread. */
    Video stream(int index);

    /** What happens in the stream of an index, in order. */
    List<StreamEvent> events(int index);

    /**
     * Writes all streams as folders of JPEG frames, several at a time, then {@code category.txt} with the names of the
     * classes, and the tables of a {@link StreamList}, {@value #LIST} last.
     *
     * @param folder   a new or empty one
     * @param progress called after each stream, from any thread
     * @throws IOException in one line that names the file, if the folder is not empty, another run is writing to it, a
     *                     frame cannot be read, or a file cannot be written; what was written before is deleted then
     */
    default void write(Path folder, Runnable progress) throws IOException {
        try (FolderLock _ = FolderLock.ofEmpty(folder)) {
            List<String> written = new ArrayList<>(List.of(LIST, StreamList.EVENTS, "category.txt"));
            List<StreamList.Entry> streams = new ArrayList<>();
            for (int index = 0; index < count(); index++) {
                String name = String.format(Locale.ROOT, "%05d", index);
                written.add(name);
                try (Video stream = stream(index)) {
                    streams.add(new StreamList.Entry(name, stream.frameCount(), rate(), events(index)));
                }
            }
            try {
                writeFrames(folder, streams, progress);
                TextFile.write(folder.resolve("category.txt"), labels());
                new StreamList(folder.resolve(LIST), streams).write();
            } catch (IOException | RuntimeException | Error e) {
                for (String name : written) {
                    Temporary.delete(folder.resolve(name));
                }
                throw e;
            }
        }
    }

    private void writeFrames(Path folder, List<StreamList.Entry> streams, Runnable progress) throws IOException {
        try {
            WorkerPool.current().forEach(streams.size(), index -> {
                try (Video stream = stream(index)) {
                    FrameExtractor.write(stream, folder.resolve(streams.get(index).folder()), FrameFormat.DEFAULT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
