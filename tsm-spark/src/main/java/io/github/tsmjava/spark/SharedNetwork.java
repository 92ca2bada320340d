package io.github.tsmjava.spark;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.spark.WindowParts.Windows;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network and how it looks at videos, on its way from the driver to the executors. Spark carries the bytes of its file to each
 * once; the first task there loads and compiles it, and all others share what came of it.
 */
final class SharedNetwork implements Serializable {

    /** Spark's, since executors show nothing of Java's own. */
    private static final Logger LOG = LoggerFactory.getLogger(SharedNetwork.class);

    /** Whoever uses more in turns, as a server for notebooks may, loads them again. */
    private static final int MOST_LOADED = 4;

    /** Of this JVM, the one that was not used for longest in front. */
    private static final Map<Object, Object> LOADED = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > MOST_LOADED;
        }
    };

    /**
     * What makes two networks on two drivers the same.
     *
     * @param hash     SHA-256 of its file
     * @param segments that clips have
     */
    private record Key(String hash, int segments, Views views, Decoder decoder, Accuracy accuracy, Limits limits)
            implements Serializable {

        private VideoClassifier.Settings settings() {
            // The usual kernels: a small network begins in plain Java, once for all tasks.
            return new VideoClassifier.Settings(views, decoder, accuracy).withLimits(limits);
        }
    }

    private final Key key;
    private final Broadcast<byte[]> file;

    /** @throws IOException in one line, if the driver has no room for a temporary file */
    SharedNetwork(JavaSparkContext spark, PretrainedNetwork network, VideoClassifier.Settings settings) throws IOException {
        byte[] bytes = bytes(network);
        key = new Key(hash(bytes), network.network().config().segments(), settings.views(), settings.decoder(),
                settings.accuracy(), settings.limits());
        file = spark.broadcast(bytes);
    }

    /** The network as a file that says all that its user said, so that no option can get lost on the way. */
    private static byte[] bytes(PretrainedNetwork network) throws IOException {
        try (Temporary temporary = Temporary.file()) {
            network.save(temporary.path(), network.family());
            return Files.readAllBytes(temporary.path());
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has it", e);
        }
    }

    /** What tells this network, and its way to look at videos, from all others. */
    String identity() {
        return key.toString();
    }

    /**
     * The classifier of this JVM.
     *
     * @throws UncheckedIOException if it cannot be loaded here
     */
    VideoClassifier classifier() {
        return (VideoClassifier) loaded(key, model -> new VideoClassifier(model, key.settings()));
    }

    /** The same for windows of videos. */
    WindowClassifier classifier(Windows windows) {
        return (WindowClassifier) loaded(List.of(key, windows), model -> new WindowClassifier(model,
                WindowClassifier.Settings.of(model).withSize(key.views.size()).withWindow(windows.seconds())
                        .withEvery(windows.every()).withAccuracy(key.accuracy)
                        .withKernels(Kernels.get().forJob(Double.POSITIVE_INFINITY))));
    }

    private Object loaded(Object kind, Function<PretrainedNetwork, Object> compile) {
        // Tasks that begin at once wait for the one that loads.
        synchronized (LOADED) {
            Object classifier = LOADED.get(kind);
            if (classifier == null) {
                classifier = compile.apply(load());
                LOADED.put(kind, classifier);
            }
            return classifier;
        }
    }

    private PretrainedNetwork load() {
        try (Temporary temporary = Temporary.file()) {
            Path path = Files.write(temporary.path(), file.value());
            // The number of segments again, since without it a file may not ask for many.
            PretrainedNetwork network = PretrainedNetwork.load(path, new Overrides(key.segments, null, null));
            LOG.info("network {} loaded, for all tasks of this JVM", key.hash.substring(0, 12));
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
