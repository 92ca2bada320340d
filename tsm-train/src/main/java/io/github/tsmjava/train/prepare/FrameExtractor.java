package io.github.tsmjava.train.prepare;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.files.FolderLock;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the frames of videos into folders, one for each video. A folder appears when it is whole; so what was
 * interrupted can be started again, and goes on with the videos that have no folder yet.
 */
public final class FrameExtractor {

    /** How long those at work on a video may go on when the work ends early. */
    private static final int STOP_SECONDS = 30;

    /** What a run that was killed leaves beside the folders. */
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(partial|deleted)");

    private final Path target;
    /** Videos and their folders. */
    private final Map<Path, Path> folders;
    private final FrameFormat format;
    private final Decoder decoder;

    /**
     * What happened.
     *
     * @param written  videos whose frames were written
     * @param present  videos that had a folder already
     * @param failures videos that cannot be decoded, one line each
     */
    public record Report(int written, int present, List<String> failures) {
    }

    /**
     * @param source a folder, whose videos at any depth are extracted
     * @param target where the folders go: {@code class/clip.mp4} to {@code class/clip}
     * @throws IOException in one line, if the source cannot be read, holds no videos, or two would share a folder
     */
    public FrameExtractor(Path source, Path target, FrameFormat format, Decoder decoder) throws IOException {
        this.target = target;
        this.folders = folders(source, target);
        this.format = format;
        this.decoder = decoder;
    }

    private static Map<Path, Path> folders(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source)) {
            throw new VideoException(source, "expected a folder of videos, found "
                    + (Files.exists(source) ? "a file" : "no such folder"));
        }
        Map<Path, Path> videos = new TreeMap<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path video : files.filter(Video::isVideo).sorted().toList()) {
                Path inside = source.relativize(video);
                String name = inside.getFileName().toString();
                Path folder = target.resolve(inside).resolveSibling(name.substring(0, name.lastIndexOf('.')));
                Path other = videos.put(folder, video);
                if (other != null) {
                    throw new VideoException(video, "its frames and those of %s would share the folder %s"
                            .formatted(other.getFileName(), folder));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (videos.isEmpty()) {
            throw new VideoException(source, "no videos in this folder");
        }
        for (Map.Entry<Path, Path> video : videos.entrySet()) {
            for (Path above = video.getKey().getParent(); above != null; above = above.getParent()) {
                if (videos.containsKey(above)) {
                    throw new VideoException(videos.get(above), "its frames would be mixed with the folder of those of "
                            + video.getValue());
                }
            }
        }
        Map<Path, Path> folders = new TreeMap<>();
        videos.forEach((folder, video) -> folders.put(video, folder));
        return folders;
    }

    /** How many videos there are. */
    public int size() {
        return folders.size();
    }

    /**
     * Writes all folders that are not there yet, several at a time: as many as the
     * {@linkplain WorkerPool#current() current pool} has threads.
     *
     * @param progress called after each video, from any thread
     * @throws IOException          in one line, if a folder cannot be written; those written before are whole. Also if
     *                              another run is writing to the target
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Report extract(Runnable progress) throws IOException, InterruptedException {
        try {
            Files.createDirectories(target);
        } catch (FileSystemException e) {
            throw writeFailure(target, e);
        }
        try (FolderLock _ = new FolderLock(target)) {
            deleteLeftovers();
            return extractLocked(progress);
        }
    }

    private void deleteLeftovers() throws IOException {
        Set<Path> parents = folders.values().stream().map(Path::getParent).filter(Files::isDirectory)
                .collect(Collectors.toSet());
        for (Path parent : parents) {
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, sibling ->
                    LEFTOVER.matcher(sibling.getFileName().toString()).matches())) {
                for (Path leftover : leftovers) {
                    Temporary.delete(leftover);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }

    private Report extractLocked(Runnable progress) throws IOException, InterruptedException {
        int threads = Math.min(WorkerPool.current().threads(), folders.size());
        ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            folders.forEach((video, folder) -> results.add(workers.submit(() -> {
                boolean written = extract(video, folder);
                progress.run();
                return written;
            })));
            int written = 0;
            List<String> failures = new ArrayList<>();
            for (Future<Boolean> result : results) {
                try {
                    written += result.get() ? 1 : 0;
                } catch (ExecutionException e) {
                    failures.add(videoFailure(e.getCause()));
                }
            }
            return new Report(written, folders.size() - written - failures.size(), List.copyOf(failures));
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The line for a video that cannot be decoded; anything worse ends the work. */
    private static String videoFailure(Throwable e) throws IOException {
        return switch (e) {
            case VideoException video -> video.getMessage();
            case UncheckedIOException write -> throw write.getCause();
            case IOException write -> throw write;
            default -> throw new IllegalStateException(e);
        };
    }

    /** Whether there was anything to do. */
    private boolean extract(Path video, Path folder) throws IOException {
        if (isFilled(folder)) {
            return false;
        }
        if (Files.isRegularFile(folder)) {
            throw new VideoException(video, "a file lies where the folder of its frames belongs: " + folder);
        }
        try (Video frames = Video.open(video, decoder)) {
            return write(frames, folder, format);
        } catch (ShapeException | OutOfMemoryError e) {
            throw new VideoException(video, "too large: " + e.getMessage(), e);
        }
    }

    /**
     * Writes all frames of a video into a folder, which appears when it is whole. Until then they are in one that no
     * other run knows.
     *
     * @return whether there was anything to do: another run, for a folder around this one, may have been faster
     * @throws VideoException       if a frame cannot be decoded
     * @throws IOException          in one line, if the folder cannot be written
     * @throws UncheckedIOException if a frame cannot be written, with such a line
     */
    public static boolean write(Video frames, Path folder, FrameFormat format) throws IOException {
        try {
            Files.createDirectories(folder.getParent());
            try (Temporary partial = Temporary.folder(folder.resolveSibling("." + UUID.randomUUID() + ".partial"))) {
                frames.forEach((index, image) ->
                        write(partial.path().resolve(format.name(index)), format.encode(image)));
                if (isFilled(folder)) {
                    return false;
                }
                Files.deleteIfExists(folder);
                Files.move(partial.path(), folder, StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        } catch (FileSystemException e) {
            throw writeFailure(folder, e);
        }
    }

    private static boolean isFilled(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(writeFailure(file, e));
        }
    }

    private static IOException writeFailure(Path file, IOException e) {
        String reason = e instanceof FileSystemException known
                ? known.getReason() == null ? known.getClass().getSimpleName() : known.getReason()
                : e.getMessage();
        return new IOException("%s: cannot be written: %s".formatted(file, reason), e);
    }
}
