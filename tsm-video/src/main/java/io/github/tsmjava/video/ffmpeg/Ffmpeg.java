package io.github.tsmjava.video.ffmpeg;

import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.image.VideoException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code ffmpeg} program, run on one local file at a time. */
public final class Ffmpeg {

    /** What reads the program's standard output. */
    interface Output<T> {

        T read(Subprocess in) throws IOException;
    }

    private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\d+)\\.(\\d+)");
    /** Containers only, because a playlist could name other files. */
    private static final String FORMATS = "mov,matroska,avi,gif,mpeg,mpegts,mpegvideo,flv,asf,ogg,m4v,h264,hevc,ivf";
    private static final long MIN_SECONDS = 30;
    private static final long BYTES_PER_SECOND = 100_000;

    private final Path program;
    /** Null until it is known. */
    private volatile String frameRateOption;

    public Ffmpeg(Path program) {
        this.program = program;
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
                    } catch (IllegalArgumentException e) {
                        // Not a usable folder: keep looking.
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** The program, if the PATH has one. */
    public static Optional<Ffmpeg> installed() {
        return Installed.FFMPEG;
    }

    /**
     * Decodes the first video track of a file, every frame once.
     *
     * @param options what to do with the frames, and where to write them
     * @throws VideoException if ffmpeg fails, does not end in time, or writes what cannot be read
     */
    <T> T decode(Path file, Deadline deadline, List<String> options, Output<T> output) throws VideoException {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error",
                "-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", "file:" + file.toAbsolutePath(),
                "-map", "0:v:0", frameRateOption(file, deadline), "passthrough"));
        arguments.addAll(options);
        Duration enough = Duration.ofSeconds(MIN_SECONDS + file.toFile().length() / BYTES_PER_SECOND);
        return run(file, deadline.atMost(enough), arguments, output);
    }

    /** It was renamed in version 5.1. */
    private String frameRateOption(Path file, Deadline deadline) throws VideoException {
        if (frameRateOption == null) {
            String version = run(file, deadline, List.of("-version"), Ffmpeg::firstPart);
            Matcher number = VERSION.matcher(version);
            boolean before51 = number.find()
                    && Integer.parseInt(number.group(1)) * 100 + Integer.parseInt(number.group(2)) < 501;
            frameRateOption = before51 ? "-vsync" : "-fps_mode";
        }
        return frameRateOption;
    }

    private static String firstPart(InputStream in) throws IOException {
        return new String(in.readNBytes(200), StandardCharsets.UTF_8);
    }

    private <T> T run(Path file, Deadline deadline, List<String> arguments, Output<T> output) throws VideoException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try (Subprocess process = new Subprocess(file, command, deadline)) {
            T result = output.read(process);
            if (process.end() == 0) {
                return result;
            }
            throw new VideoException(file, "ffmpeg cannot decode it: " + reason(process.message()));
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new VideoException(file, "ffmpeg: " + VideoException.reason(e), e);
        }
    }

    /** The last line that ffmpeg wrote, without the name of the part of it that speaks or of the file. */
    private static String reason(String message) {
        String[] lines = message.strip().split("\\R");
        String last = lines[lines.length - 1].replaceFirst("^\\[[^]]*] ", "").replaceFirst("^file:.*: ", "");
        return last.isEmpty() ? "it gives no reason" : last;
    }
}
