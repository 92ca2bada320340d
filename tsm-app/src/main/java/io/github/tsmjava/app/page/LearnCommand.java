package io.github.tsmjava.app.page;

import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.Lesson;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm learn}: a page that explains the shift on a clip. */
@Command(name = "learn", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Serves a page on this machine that explains the shift on a clip, with the numbers that the network in "
                + "the box computes for it, and for a file or a recording of your own; or writes it as one file, which needs no "
                + "server and no network.")
public final class LearnCommand implements Callable<Integer> {

    private static final String NETWORK = "the network in the box";
    /** The clips of testdata, but without the palette of a GIF. */
    private static final GestureSet DRAWN = new GestureSet(Gesture.values().length, 3, 16, 96, Scenery.VARIED);
    private static final int KIB = 1024;

    @Option(names = "--export", paramLabel = "OUT.html", description = "Write the page to this file and end.")
    private Path output;

    @Option(names = "--clip", paramLabel = "CLIP", defaultValue = "swipe-left",
            description = "A video, a folder of frames, or the name of a gesture to be drawn (default: ${DEFAULT-VALUE}).")
    private Path clip;

    @Mixin
    private DecoderOption decoder;

    @Option(names = "--measure", paramLabel = "MACHINE",
            description = "With --export: also measure how long the shift takes here, and call this machine so on the page.")
    private String machine;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        server.requireValid();
        if (output != null && server.areGiven()) {
            throw new UsageException("--port, --host, --token, --open: expected without --export");
        }
        if (output == null && machine != null) {
            throw new UsageException("--measure: expected with --export; the served page measures by itself");
        }
        Lesson.Subject subject;
        try (Video video = open()) {
            subject = Lesson.explain(PretrainedNetwork.gestures(), NETWORK,
                    PretrainedNetwork.gesturesWithoutShift(), video, clip.getFileName().toString());
        }
        if (output == null) {
            server.serve((host, port, token) -> new Lesson(host, port, token, subject, decoder.decoder()));
            return 0;
        }
        byte[] page = subject.page(machine).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(output, channel -> Channels.newOutputStream(channel).write(page));
        spec.commandLine().getOut().printf("written to %s: %d KiB; open it in a browser%n", output, page.length / KIB);
        return 0;
    }

    /** A file goes before a gesture of its name. */
    private Video open() throws VideoException {
        Optional<Gesture> gesture = Arrays.stream(Gesture.values())
                .filter(g -> GestureSet.folder(g).equals(clip.toString())).findFirst();
        return gesture.isPresent() && !Files.exists(clip)
                ? DRAWN.clip(gesture.get().ordinal()) : Video.open(clip, decoder.decoder());
    }
}
