package io.github.tsmjava.train.streams;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Streams of clips that are there already, in the order of their list. Each clip follows a plain grey picture, stands
 * still on its first frame, is played in about three to seven fifths of {@link Settings#seconds}, and stands still on its
 * last one; so a network sees actions begin and end. All frames have the size of the first clip's.
 */
public final class ClipStreams implements StreamSet {

    /** The fewest frames a second at which any clip is seen to move, and the most. */
    public static final int MIN_RATE = 2;
    public static final int MAX_RATE = 240;
    /** What a clip may take on average. */
    public static final double MIN_SECONDS = 0.8;
    public static final double MAX_SECONDS = 60;

    /**
     * How streams are made.
     *
     * @param rate    frames a second, {@value #MIN_RATE} to {@value #MAX_RATE}
     * @param clips   in a stream, at least 1; the last stream may have fewer
     * @param seconds in which a clip is played, on average, whatever its length
     * @param seed    of all that is drawn
     */
    public record Settings(double rate, int clips, double seconds, long seed) {

        /** As long as a hand's gesture takes: clips are played in 0.8 to 1.8 seconds. */
        public static final double USUAL_SECONDS = 1.3;

        /** @throws ShapeException if a number is out of range */
        public Settings {
            require(rate >= MIN_RATE && rate <= MAX_RATE,
                    "%d to %d frames a second expected, got %s", MIN_RATE, MAX_RATE, rate);
            require(clips >= 1, "at least %d clip a stream expected, got %d", 1, clips);
            require(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS,
                    "clips of %s to %s seconds expected, got %s", MIN_SECONDS, MAX_SECONDS, seconds);
        }
    }

    private final VideoList list;
    private final Path root;
    private final Decoder decoder;
    private final List<String> labels;
    private final double rate;
    private final Image size;
    private final Map<String, StreamList.Entry> movements;
    private final List<List<ClipStream.Part>> streams = new ArrayList<>();

    /**
     * Looks for all clips, and draws how they are shown.
     *
     * @param root   where the list's paths begin
     * @param labels names of the classes, in the order of the list's labels; the clips of the one that
     *               {@linkplain Smoothing#idle means that nothing happens} are no events
     * @param known  clips, by the paths of the list, of which is known when their action happens; that of the others
     *               lasts as long as the clip
     * @throws VideoException in one line, if a clip is missing, its label has no name, or the first one cannot be read
     * @throws ShapeException if there is no clip, or a stream would have more than {@value #MAX_FRAMES} frames
     */
    public ClipStreams(VideoList list, Path root, Decoder decoder, List<String> labels, List<StreamList.Entry> known,
                       Settings settings) throws VideoException {
        this.list = list;
        this.root = root;
        this.decoder = decoder;
        this.labels = List.copyOf(labels);
        this.movements = known.stream().collect(Collectors.toMap(StreamList.Entry::folder, Function.identity()));
        this.rate = settings.rate;
        List<VideoList.Entry> clips = list.entries();
        require(!clips.isEmpty(), "at least %d clip expected, got %d", 1, clips.size());
        requireNames();
        List<VideoList.Entry> missing = list.missing(root, Modality.RGB);
        if (!missing.isEmpty()) {
            throw new VideoException(list.file(), "%d of %d clips are not in %s, such as %s"
                    .formatted(missing.size(), clips.size(), root, missing.getFirst().path()));
        }
        Random random = new Random(settings.seed);
        List<ClipStream.Part> parts = clips.stream()
                .map(clip -> ClipStream.Part.draw(clip, rate, settings.seconds, random)).toList();
        for (int from = 0; from < parts.size(); from += settings.clips) {
            List<ClipStream.Part> stream = parts.subList(from, (int) Math.min(parts.size(), (long) from + settings.clips));
            long frames = stream.stream().mapToLong(ClipStream.Part::frames).sum();
            require(frames <= MAX_FRAMES, "at most %d frames a stream expected, got %d of %d clips",
                    MAX_FRAMES, frames, stream.size());
            streams.add(stream);
        }
        try (Video first = clips.getFirst().open(root, Modality.RGB, decoder)) {
            this.size = first.frames(0).getFirst();
        }
    }

    /** Events are told by the names of their classes. */
    private void requireNames() throws VideoException {
        list.requireLabelsBelow(labels.size());
        for (VideoList.Entry clip : list.entries()) {
            if (labels.get(clip.label()).isBlank()) {
                throw new VideoException(list.file(), "line %d: label %d has no name".formatted(clip.line(), clip.label()));
            }
        }
    }

    @Override
    public int count() {
        return streams.size();
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public Video stream(int index) {
        return new ClipStream("stream %d of %s".formatted(index, list.file()), streams.get(index), root, decoder, size);
    }

    @Override
    public List<StreamEvent> events(int index) {
        int idle = Smoothing.idle(labels).orElse(-1);
        List<StreamEvent> events = new ArrayList<>();
        int shown = 0;
        for (ClipStream.Part part : streams.get(index)) {
            int start = shown + part.grey() + part.before();
            if (part.clip().label() != idle) {
                StreamEvent played = new StreamEvent(start / rate, (start + part.played()) / rate,
                        labels.get(part.clip().label()));
                events.addAll(movements(part.clip(), played));
            }
            shown += part.frames();
        }
        return events;
    }

    /** The parts of a clip's time that are known to be movements, else all of it. */
    private List<StreamEvent> movements(VideoList.Entry clip, StreamEvent played) {
        StreamList.Entry known = movements.get(clip.path());
        if (known == null) {
            return List.of(played);
        }
        double speed = (played.end() - played.start()) / known.seconds();
        return known.events().stream().map(event -> new StreamEvent(played.start() + speed * event.start(),
                played.start() + speed * event.end(), played.label())).toList();
    }
}
