package io.github.tsmjava.web.learn;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.clips.SentClip;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.RefusedException;

/** A clip of the reader's own. It is looked at, and forgotten. */
public final class OwnClip {

    private static final String NAME = "your clip";

    private final Explainer explainer;
    private final Decoder decoder;

    /** @param decoder of files */
    public OwnClip(Explainer explainer, Decoder decoder) {
        this.explainer = explainer;
        this.decoder = decoder;
    }

    /** Looks at a {@linkplain SentClip#file file}. */
    public Content file(byte[] bytes) throws RefusedException {
        return SentClip.file(bytes, NAME, decoder, this::explain);
    }

    /** Looks at {@linkplain SentClip#pictures pictures}. */
    public Content pictures(byte[] bytes) throws RefusedException {
        return SentClip.pictures(bytes, NAME, this::explain);
    }

    private Content explain(Video video) throws VideoException {
        return Content.json(explainer.explain(video, NAME).json());
    }
}
