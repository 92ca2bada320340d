package io.github.tsmjava.spark.input;

import io.github.tsmjava.io.Temporary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * A file or a folder of any file system that Hadoop knows, where Java can read it: in its place if that is this machine, else
 * as a temporary copy. Decoders go back and forth in a file, which is slow in object storage, and no heap has to hold it.
 */
public final class LocalCopy implements AutoCloseable {

    private final Path path;
    private final Temporary temporary;

    private LocalCopy(Path path, Temporary temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * @param most bytes that may be copied
     * @throws IOException in one line, if there is no such file, it is too large, or its storage does not give it
     */
    public static LocalCopy of(String name, Configuration configuration, long most) throws IOException {
        org.apache.hadoop.fs.Path source = path(name);
        FileSystem files = source.getFileSystem(configuration);
        if (files instanceof LocalFileSystem local) {
            return new LocalCopy(local.pathToFile(source).toPath(), null);
        }
        long bytes = size(files, source, name);
        if (bytes > most) {
            throw new IOException("a video of at most %d bytes expected, found %d".formatted(most, bytes));
        }
        Temporary folder = Temporary.folderFor("video");
        try {
            Path target = folder.path().resolve(source.getName());
            files.copyToLocalFile(false, source, new org.apache.hadoop.fs.Path(target.toUri()), true);
            return new LocalCopy(target, folder);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static long size(FileSystem files, org.apache.hadoop.fs.Path source, String name) throws IOException {
        try {
            FileStatus status = files.getFileStatus(source);
            return status.isFile() ? status.getLen() : files.getContentSummary(source).getLength();
        } catch (FileNotFoundException e) {
            throw new IOException(name + ": no such file or folder", e);
        }
    }

    /** @throws IOException if this is no path */
    public static org.apache.hadoop.fs.Path path(String name) throws IOException {
        try {
            return new org.apache.hadoop.fs.Path(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a path: " + e.getMessage(), e);
        }
    }

    /** Where Java reads it. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            temporary.close();
        }
    }
}
