package io.github.tsmjava.video;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code ffmpeg} program on the PATH, run on one local file at a time. */
final class Ffmpeg {

    /** What reads the program's standard output. */
    interface Output<T> {

        T read(InputStream in) throws IOException;
    }

    private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\d+)\\.(\\d+)");
    /** Containers only, because a playlist could name other files. */
    private static final String FORMATS = "mov,matroska,avi,gif,mpeg,mpegts,mpegvideo,flv,asf,ogg,m4v,h264,hevc,ivf";
    private static final int MAX_MESSAGE = 4096;
    private static final long MIN_SECONDS = 30;
    private static final long BYTES_PER_SECOND = 100_000;

    private final Path program;
    private final String frameRateOption;

    private Ffmpeg(Path program) throws VideoException {
        this.program = program;
        String version = run(program, List.of("-version"), MIN_SECONDS,
                in -> new String(in.readNBytes(200), StandardCharsets.UTF_8));
        Matcher number = VERSION.matcher(version);
        boolean before51 = number.find()
                && Integer.parseInt(number.group(1)) * 100 + Integer.parseInt(number.group(2)) < 501;
        this.frameRateOption = before51 ? "-vsync" : "-fps_mode";
    }

    /** The PATH is searched once. */
    private static final class Installed {

        static final Optional<Ffmpeg> FFMPEG = search();

        private static Optional<Ffmpeg> search() {
            String path = System.getenv("PATH");
            for (String folder : path == null ? new String[0] : path.split(Pattern.quote(File.pathSeparator))) {
                for (String name : List.of("ffmpeg", "ffmpeg.exe")) {
                    try {
                        Path program = Path.of(folder, name);
                        if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                            return Optional.of(new Ffmpeg(program));
                        }
                    } catch (IOException | IllegalArgumentException e) {
                        // Not a usable folder or program: keep looking.
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** The program, if the PATH has one that runs. */
    static Optional<Ffmpeg> installed() {
        return Installed.FFMPEG;
    }

    /**
     * Decodes the first video track of a file, every frame once.
     *
     * @param options what to do with the frames, and where to write them
     * @throws VideoException if ffmpeg fails, does not end in time, or writes what cannot be read
     */
    <T> T decode(Path file, List<String> options, Output<T> output) throws VideoException {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error",
                "-protocol_whitelist", "file", "-format_whitelist", FORMATS,
                "-i", "file:" + file.toAbsolutePath(), "-map", "0:v:0", frameRateOption, "passthrough"));
        arguments.addAll(options);
        return run(file, arguments, MIN_SECONDS + file.toFile().length() / BYTES_PER_SECOND, output);
    }

    private <T> T run(Path file, List<String> arguments, long seconds, Output<T> output) throws VideoException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new VideoException(file, "ffmpeg cannot be started: " + ImageDecoder.reason(e), e);
        }
        // Killing the process ends its output, and with that everything that waits for it.
        process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionally(timeout -> process.destroyForcibly());
        FutureTask<String> message = new FutureTask<>(() -> firstPart(process.getErrorStream()));
        Thread.ofVirtual().start(message);
        try (InputStream in = process.getInputStream()) {
            T result = output.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            if (process.waitFor() == 0) {
                return result;
            }
            throw new VideoException(file, "ffmpeg cannot decode it: " + reason(message.get(), seconds));
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new VideoException(file, "ffmpeg: " + ImageDecoder.reason(e), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new VideoException(file, "interrupted while ffmpeg decodes", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads all of it, or ffmpeg would wait for ever to write the rest. */
    private static String firstPart(InputStream in) throws IOException {
        String first = new String(in.readNBytes(MAX_MESSAGE), StandardCharsets.UTF_8);
        in.transferTo(OutputStream.nullOutputStream());
        return first;
    }

    /** The last line that ffmpeg wrote, without the name of the part of it that speaks or of the file. */
    private static String reason(String message, long seconds) {
        String[] lines = message.strip().split("\\R");
        String last = lines[lines.length - 1].replaceFirst("^\\[[^]]*] ", "").replaceFirst("^file:.*: ", "");
        return last.isEmpty() ? "no result within " + seconds + " seconds" : last;
    }
}
