package io.github.tsmjava.app.options;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Objects;
import java.util.stream.Stream;

/** The backbones that can be asked for, in words: {@code a, b or c}. As a bundle, for the descriptions of options. */
public final class BackboneNames extends ListResourceBundle {

    private static final Architectures KNOWN = Architectures.KNOWN;

    @Override
    protected Object[][] getContents() {
        return new Object[][] {
            {"backbones.all", all()},
            {"backbones.scalable", scalable()},
            {"backbones.nonLocal", nonLocal()},
            {"backbones.pooled", pooled()}};
    }

    static String all() {
        return alternatives(KNOWN.names().stream());
    }

    /** Those that come in widths. */
    static String scalable() {
        return alternatives(KNOWN.all().stream().filter(Architecture::isScalable)
                .flatMap(kind -> kind.names().stream()));
    }

    /** Those of which it is known where non-local blocks stand. */
    static String nonLocal() {
        return alternatives(KNOWN.names().stream().filter(name -> !KNOWN.backbone(name).nonLocalBlocks().isEmpty()));
    }

    /** The stages that may see fewer frames, in words: {@code layer2 of a ResNet}. */
    private static String pooled() {
        return alternatives(KNOWN.all().stream().flatMap(kind -> kind.names().stream()
                .map(name -> KNOWN.backbone(name).pooledStage()).filter(Objects::nonNull).distinct()
                .map(stage -> stage + " of a " + kind.title())));
    }

    private static String alternatives(Stream<String> names) {
        List<String> all = names.toList();
        String last = all.getLast();
        return all.size() == 1 ? last : String.join(", ", all.subList(0, all.size() - 1)) + " or " + last;
    }
}
