package io.github.tsmjava.web.live;

import com.google.gson.Gson;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.clips.SentClip;
import io.github.tsmjava.web.server.Content;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A drawn clip of each gesture, for those who have no camera or do not know what the gestures look like:
 * {@code clips} is a list of their names, {@code clips/NAME} the frames of one, as {@link SentClip} writes them.
 */
public final class Clips {

    static final String LIST = "clips";
    private static final int FRAMES = 24;
    private static final int PER_SECOND = 20;
    private static final int SIZE = 128;
    /** Of clips that show well what there is. */
    private static final int SEED = 32;
    private static final GestureSet SET = new GestureSet(Gesture.values().length, SEED, FRAMES, SIZE, Scenery.VARIED);

    private record Entry(String name, String label) {
    }

    private final Map<String, byte[]> drawn = new ConcurrentHashMap<>();

    /** What stands below a path, if there is something. */
    public Optional<Content> find(String path) {
        if (path.equals(LIST)) {
            return Optional.of(Content.json(new Gson().toJson(
                    SET.gestures().stream().map(gesture -> new Entry(GestureSet.folder(gesture), gesture.label())).toList())));
        }
        return SET.gestures().stream().filter(gesture -> path.equals(LIST + "/" + GestureSet.folder(gesture))).findFirst()
                .map(gesture -> Content.binary(drawn.computeIfAbsent(path, _ -> draw(gesture))));
    }

    private static byte[] draw(Gesture gesture) {
        try (Video clip = SET.clip(gesture.ordinal())) {
            return SentClip.bytes(clip.frames(IntStream.range(0, FRAMES).toArray()), PER_SECOND);
        } catch (VideoException e) {
            throw new UncheckedIOException(e);
        }
    }
}
