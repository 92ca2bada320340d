package io.github.tsmjava.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A storage elsewhere: {@code away:/folder/file}, which is this machine's. What is called "hangs" is never read to an end. */
public final class AwayFileSystem extends RawLocalFileSystem {

    @Override
    public URI getUri() {
        return URI.create("away:///");
    }

    @Override
    public String getScheme() {
        return "away";
    }

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
        super.initialize(uri, conf);
    }

    @Override
    public FileStatus getFileStatus(Path f) throws IOException {
        return plain(super.getFileStatus(f));
    }

    @Override
    public FileStatus[] listStatus(Path f) throws IOException {
        return Arrays.stream(super.listStatus(f)).map(AwayFileSystem::plain).toArray(FileStatus[]::new);
    }

    /** Without the permissions, which Hadoop looks for in files of this machine alone. */
    private static FileStatus plain(FileStatus status) {
        return new FileStatus(status.getLen(), status.isDirectory(), 1, status.getBlockSize(), status.getModificationTime(),
                status.getPath());
    }

    @Override
    public FSDataInputStream open(Path f, int bufferSize) throws IOException {
        if (f.getName().startsWith("hangs")) {
            while (true) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    // Such storages do not listen either.
                }
            }
        }
        return super.open(f, bufferSize);
    }
}
