package io.github.tsmjava.app.zoo;

import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The file of a published network.
 *
 * @param address where it is
 */
record PublishedFile(Recipe recipe, URI address) {

    private static final int MEGABYTE = 1_000_000;

    /** @param mirrorOrNull another address than the published one */
    static PublishedFile of(Recipe recipe, String mirrorOrNull) {
        if (mirrorOrNull == null && recipe.address() == null) {
            throw new UsageException("--download: no file of %s is published; --from names one".formatted(recipe.name()));
        }
        String text = mirrorOrNull == null ? recipe.address() : mirrorOrNull;
        try {
            URI address = new URI(text);
            if (("https".equals(address.getScheme()) || "http".equals(address.getScheme())) && address.getHost() != null
                    && !name(recipe, address).isEmpty()) {
                return new PublishedFile(recipe, address);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new UsageException("--from: expected the address of a file, as in https://host/network.pth, found '%s'"
                .formatted(text));
    }

    /** The published name, which carries the checksum; that of the mirror's file where none is published. */
    private static String name(Recipe recipe, URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        return recipe.fileName().isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : recipe.fileName();
    }

    /**
     * Fetches it, unless it is there.
     *
     * @return where it is
     * @throws IOException in one line, if it does not come, is another one, or cannot be written
     */
    Path into(Path folder) throws IOException {
        Path file;
        try {
            file = folder.resolve(name(recipe, address));
        } catch (InvalidPathException e) {
            throw new IOException(address + ": no name for a file here: " + e.getMessage(), e);
        }
        if (Files.exists(file)) {
            verify(file);
            return file;
        }
        Files.createDirectories(folder);
        try (Bar bar = new Bar()) {
            new Download(address).to(file, this::verify, bar);
        }
        return file;
    }

    /** By the checksum in the published name; without one, by whether it is a checkpoint at all. */
    private void verify(Path file) throws IOException {
        if (!recipe.verify(file)) {
            Checkpoint.open(file).close();
        }
    }

    /** A step for each megabyte. */
    private static final class Bar implements Download.Watch, AutoCloseable {

        private Progress progress;
        private long bytes;

        @Override
        public LongConsumer begin(OptionalLong whole, long present) {
            int megabytes = (int) Math.ceilDiv(whole.orElse(MEGABYTE), MEGABYTE);
            progress = Progress.shown(megabytes, "MB");
            add(present);
            return this::add;
        }

        private void add(long count) {
            for (long before = bytes / MEGABYTE, now = (bytes + count) / MEGABYTE; before < now; before++) {
                progress.step();
            }
            bytes += count;
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }
}
