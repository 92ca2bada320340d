package io.github.tsmjava.train.data;

import io.github.tsmjava.video.VideoList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Tells videos from others that have the same names, by the sizes of some of their files: reading them whole could take
 * hours.
 */
final class Fingerprint {

    private static final int SAMPLES = 256;

    private Fingerprint() {
    }

    static String of(VideoList list, Path root) {
        List<VideoList.Entry> entries = list.entries();
        int samples = Math.min(SAMPLES, entries.size());
        CRC32C crc = new CRC32C();
        for (int i = 0; i < samples; i++) {
            VideoList.Entry entry = entries.get((int) ((long) i * entries.size() / samples));
            crc.update("%s %d ".formatted(entry.path(), size(root.resolve(entry.path())))
                    .getBytes(StandardCharsets.UTF_8));
        }
        return "hash %08x".formatted(crc.getValue());
    }

    /** Bytes of a file, or of all files in a folder; 0 for what cannot be read. */
    private static long size(Path video) {
        try {
            if (!Files.isDirectory(video)) {
                return Files.size(video);
            }
            long sum = 0;
            try (DirectoryStream<Path> frames = Files.newDirectoryStream(video)) {
                for (Path frame : frames) {
                    sum += Files.size(frame);
                }
            }
            return sum;
        } catch (IOException | DirectoryIteratorException e) {
            return 0;
        }
    }
}
