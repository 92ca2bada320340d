package io.github.tsmjava.video.ffmpeg;

import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.VideoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Another program, whose output is read without ever waiting in a read: a read cannot be interrupted, and does not end
 * with the program if a child of it holds the pipe. So this asks what is there, and looks at the clock in between.
 */
final class Subprocess extends InputStream {

    private static final int MAX_MESSAGE = 4096;
    /** At first, a program that is about to write is only given way to. */
    private static final int YIELDS = 50;
    private static final long SHORTEST_NAP = 50_000;
    private static final long LONGEST_NAP = 5_000_000;

    private final Path file;
    private final Process process;
    private final InputStream output;
    private final InputStream errors;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private volatile Deadline deadline;

    /**
     * Starts it.
     *
     * @param file     named in messages
     * @param deadline after which reading fails
     */
    Subprocess(Path file, List<String> command, Deadline deadline) throws VideoException {
        this.file = file;
        this.deadline = deadline;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new VideoException(file, "ffmpeg cannot be started: " + VideoException.reason(e), e);
        }
        output = process.getInputStream();
        errors = process.getErrorStream();
    }

    /** Sets another time after which reading fails. */
    void until(Deadline other) {
        deadline = other;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws StoppedException if time is over or the thread is interrupted */
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        return awaitOutput() ? output.read(to, offset, Math.min(length, output.available())) : -1;
    }

    /** Whether there is some, rather than the program's end. */
    private boolean awaitOutput() throws IOException {
        long nap = SHORTEST_NAP;
        for (int turn = 0; ; turn++) {
            // In this order: what an ended program has written is there.
            boolean alive = process.isAlive();
            readErrors();
            if (output.available() > 0) {
                return true;
            } else if (!alive) {
                return false;
            } else if (Thread.interrupted()) {
                throw StoppedException.interrupted(file, new InterruptedException());
            } else if (deadline.nanosLeft() <= 0) {
                throw StoppedException.timedOut(file, deadline);
            } else if (turn < YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(nap);
                nap = Math.min(LONGEST_NAP, nap + nap / 4);
            }
        }
    }

    /** All of them, or the program would wait for ever to write the rest; the first ones are kept. */
    private void readErrors() throws IOException {
        for (int count = errors.available(); count > 0; count = errors.available()) {
            byte[] part = errors.readNBytes(count);
            message.write(part, 0, Math.min(part.length, MAX_MESSAGE - message.size()));
        }
    }

    /** Reads the rest of the output, which nobody wants, and returns the exit code. */
    int end() throws IOException {
        byte[] rest = new byte[1 << 16];
        while (read(rest, 0, rest.length) >= 0) {
            // Or the program would wait for ever to write it.
        }
        readErrors();
        return process.exitValue();
    }

    /** The beginning of what it wrote to its standard error. */
    String message() {
        return message.toString(StandardCharsets.UTF_8);
    }

    /** Kills it with all that it started, and closes the pipes, whoever else holds them. */
    @Override
    public void close() throws IOException {
        // Children of a dead process are not to be found any more.
        try (Stream<ProcessHandle> children = process.descendants()) {
            List<ProcessHandle> found = children.toList();
            process.destroyForcibly();
            found.forEach(ProcessHandle::destroyForcibly);
        }
        output.close();
        errors.close();
        process.getOutputStream().close();
    }
}
