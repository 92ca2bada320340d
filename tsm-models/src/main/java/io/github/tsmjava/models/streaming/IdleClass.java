package io.github.tsmjava.models.streaming;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The class of a network that means that nothing happens. */
public final class IdleClass {

    /** How classes of no action are called in public data sets and here, in lower case; the first that there is counts. */
    public static final List<String> NAMES = List.of(
            "no gesture", "nothing", "idle", "none", "background", "doing other things");

    private IdleClass() {
    }

    /** Which of a network's classes it is, if one has such a name. */
    public static OptionalInt of(List<String> labels) {
        return NAMES.stream().flatMapToInt(name -> IntStream.range(0, labels.size())
                .filter(k -> labels.get(k).strip().toLowerCase(Locale.ROOT).equals(name))).findFirst();
    }
}
