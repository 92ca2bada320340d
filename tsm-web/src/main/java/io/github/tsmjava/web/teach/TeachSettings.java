package io.github.tsmjava.web.teach;

import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import java.nio.file.Path;

/**
 * How the page teaches gestures of one's own.
 *
 * @param folder      where examples and what is learned are kept; need not be there
 * @param startOrNull file of the network to start from; null for the one in the box
 * @param decoder     of files that are given as examples
 */
public record TeachSettings(Path folder, Path startOrNull, Decoder decoder, Teaching.Settings learning) {
}
