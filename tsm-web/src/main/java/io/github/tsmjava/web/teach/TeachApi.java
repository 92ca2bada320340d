package io.github.tsmjava.web.teach;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.train.teach.Examples;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.clips.SentClip;
import io.github.tsmjava.web.live.Networks;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.RefusedException;
import io.github.tsmjava.web.server.Upload;
import io.github.tsmjava.web.teach.GestureFolder.Gesture;
import io.github.tsmjava.web.teach.GestureFolder.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page asks for and sends. Whatever it sends begins with a line of JSON, and is answered by the state of all,
 * {@code teach/state}.
 */
public final class TeachApi {

    private static final String PREFIX = "teach/";
    private static final String CLIP = PREFIX + "clip/";
    private static final String NAME = "taught here";
    private static final int SHOWN_FRAMES = 24;
    private static final int SHOWN_PER_SECOND = 12;
    private static final int MAX_LINE = 4 << 10;
    private static final Gson GSON = new Gson();

    private final GestureFolder folder;
    private final TeachSettings settings;
    private final Networks networks;
    private final Learner learner;
    private volatile String trouble = "";

    /** All that the page shows. */
    private record State(String folder, String nothing, List<Gesture> gestures, Learner.Progress learning, Taught taught,
                         String message) {
    }

    /**
     * What was learned last.
     *
     * @param network its place in the list of networks
     * @param current whether it has learned from all examples that there are, and from no other
     */
    private record Taught(int network, List<String> labels, boolean current, Report report) {
    }

    /** @param networks get what is learned */
    public TeachApi(TeachSettings settings, Networks networks) {
        this.settings = settings;
        this.networks = networks;
        folder = new GestureFolder(settings.folder());
        learner = new Learner(folder, settings, network -> {
            networks.put(NAME, network, true);
            trouble = "";
        });
        try {
            folder.network().ifPresent(network -> networks.put(NAME, network, false));
        } catch (IOException e) {
            trouble = e.getMessage();
        }
    }

    /** What stands below a path, if there is something. */
    public Optional<Content> find(String path) {
        return switch (path) {
            case PREFIX + "state" -> Optional.of(state());
            case PREFIX + "network" -> bytes(() -> Files.readAllBytes(folder.networkFile()));
            case PREFIX + "examples" -> bytes(folder::zip);
            default -> path.startsWith(CLIP) ? folder.frames(path.substring(CLIP.length()), SHOWN_FRAMES).map(TeachApi::shown)
                    : Optional.empty();
        };
    }

    private interface Source {
        byte[] bytes() throws IOException;
    }

    private static Optional<Content> bytes(Source source) {
        try {
            return Optional.of(Content.binary(source.bytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Content shown(List<Image> frames) {
        return Content.binary(SentClip.bytes(frames, SHOWN_PER_SECOND));
    }

    private Content state() {
        // First, since what is read behind it is final if nothing is being learned any more.
        Learner.Progress learning = learner.progressOrNull();
        int place = networks.indexOf(NAME);
        Report report = folder.report().orElse(null);
        Taught taught = place < 0 ? null
                : new Taught(place, networks.labels(place), report != null && folder.isCurrent(report), report);
        String message = learner.message().isEmpty() ? trouble : learner.message();
        return Content.json(GSON.toJson(new State(folder.path().toString(), Examples.NOTHING, folder.gestures(),
                learning, taught, message)));
    }

    /** Learns no longer. */
    public void close() {
        learner.close();
    }

    /** What takes what the page sends, by its path. */
    public Map<String, Upload> uploads() {
        return Map.of(
                PREFIX + "gesture", bytes -> done(line(bytes), wish -> folder.add(text(wish, "gesture").strip())),
                PREFIX + "delete", bytes -> done(line(bytes), this::delete),
                PREFIX + "pictures", bytes -> done(line(bytes), wish ->
                        SentClip.pictures(rest(bytes), "the recording", video -> keep(wish, video))),
                PREFIX + "file", bytes -> done(line(bytes), wish ->
                        SentClip.file(rest(bytes), text(wish, "name"), settings.decoder(), video -> keep(wish, video))),
                PREFIX + "learn", bytes -> done(line(bytes), wish -> learner.start(flag(wish, "mirror"), flag(wish, "goOn"))),
                PREFIX + "stop", bytes -> done(line(bytes), _ -> learner.stop()));
    }

    private interface Action {
        void follow(JsonObject wish) throws RefusedException;
    }

    private Content done(JsonObject wish, Action action) throws RefusedException {
        action.follow(wish);
        return state();
    }

    private Void keep(JsonObject wish, Video video) throws VideoException, RefusedException {
        folder.add(text(wish, "gesture"), video);
        return null;
    }

    private void delete(JsonObject wish) throws RefusedException {
        learner.requireIdle();
        if (wish.has("clip")) {
            folder.deleteClip(text(wish, "clip"));
        } else {
            folder.delete(text(wish, "gesture"));
        }
    }

    private static int lineEnd(byte[] bytes) throws RefusedException {
        for (int i = 0; i < Math.min(bytes.length, MAX_LINE); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        throw new RefusedException("expected a line of JSON");
    }

    private static JsonObject line(byte[] bytes) throws RefusedException {
        try {
            return JsonParser.parseString(new String(bytes, 0, lineEnd(bytes), StandardCharsets.UTF_8)).getAsJsonObject();
        } catch (RuntimeException e) {
            // Gson has many ways to say that something is not what it should be.
            throw new RefusedException("expected a line of JSON");
        }
    }

    private static byte[] rest(byte[] bytes) throws RefusedException {
        return Arrays.copyOfRange(bytes, lineEnd(bytes) + 1, bytes.length);
    }

    private static String text(JsonObject wish, String name) throws RefusedException {
        try {
            return wish.get(name).getAsString();
        } catch (RuntimeException e) {
            throw new RefusedException("expected a text \"%s\"".formatted(name));
        }
    }

    private static boolean flag(JsonObject wish, String name) throws RefusedException {
        try {
            return wish.has(name) && wish.get(name).getAsBoolean();
        } catch (RuntimeException e) {
            throw new RefusedException("expected true or false for \"%s\"".formatted(name));
        }
    }
}
