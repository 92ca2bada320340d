package io.github.tsmjava.web.live;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The networks that pages may choose from, each compiled once for all streams. */
public final class Networks {

    private final List<String> names;
    private final List<StreamingClassifier> classifiers;

    /** @param named by their names for people, in the order of the chooser */
    public Networks(Map<String, StreamingClassifier> named) {
        names = List.copyOf(named.keySet());
        classifiers = List.copyOf(named.values());
    }

    /** So that the first picture is answered as quickly as the others; takes seconds. */
    public void warmUp() {
        classifiers.forEach(StreamingClassifier::warmUp);
    }

    List<String> names() {
        return names;
    }

    StreamingClassifier get(int index) {
        return classifiers.get(index);
    }

    /** One for each class, also where the network has none. */
    List<String> labels(int index) {
        PretrainedNetwork model = classifiers.get(index).model();
        return model.labels().isEmpty()
                ? IntStream.range(0, model.network().config().classes()).mapToObj(k -> "class " + k).toList()
                : model.labels();
    }

    /** A line for people. */
    String summary(int index) {
        StreamingClassifier classifier = classifiers.get(index);
        NetworkConfig config = classifier.model().network().config();
        return String.format(Locale.ROOT, "%s, %d classes, pictures of %d × %d, %.0f a second", config.backbone().name(),
                config.classes(), classifier.settings().size(), classifier.settings().size(), classifier.settings().rate());
    }

    /** Those for its classes. */
    List<Smoothing.Named> smoothings(int index) {
        StreamingClassifier classifier = classifiers.get(index);
        return Arrays.stream(Smoothing.Named.values()).filter(named -> {
            try {
                named.smoothing().open(classifier.model().labels(), classifier.settings().rate());
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }).toList();
    }
}
