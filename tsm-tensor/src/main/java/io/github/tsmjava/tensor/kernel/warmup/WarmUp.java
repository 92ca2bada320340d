package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Kernels for compiled plans that are plain Java at first. {@code VectorTiles} asks for them. A small job never loads
 * the Vector API at all. In a larger one, vector kernels take over once a thread, or the average processor, has spent
 * as long in plain ones as compiling the vector kernels costs: nobody knows how long a job will be, and this way it
 * takes at most about twice as long as with the better choice from the start.
 */
public final class WarmUp {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final int lanes;
    private final boolean fused;
    private final long limit;
    /** Nanoseconds of each thread. */
    private final ThreadLocal<long[]> spent = ThreadLocal.withInitial(() -> new long[1]);
    /** Nanoseconds of all threads, of which there may be a new one for each run. */
    private final AtomicLong total = new AtomicLong();
    /** Only ever set. Not volatile: both kinds give the same results, so it does not matter when a thread sees it. */
    private boolean isOver;

    /**
     * @param lanes elements in a vector
     * @param fused whether the vector kernels use a fused multiply-add
     * @param limit how long a thread works with plain kernels, or all processors do on average
     */
    public WarmUp(int lanes, boolean fused, Duration limit) {
        this.lanes = lanes;
        this.fused = fused;
        this.limit = limit.toNanos();
    }

    /**
     * A tile that is plain at first.
     *
     * @param shallow whether the vector tile clamps by comparison, as those for short sums do
     */
    public ConvTile tile(int pixels, boolean shallow, Supplier<ConvTile> vector) {
        PlainTile plain = PlainTile.of(pixels, shallow, lanes, fused);
        return new WarmingTile(plain, new Handover<>(this, plain, vector));
    }

    /**
     * Kernels for maps that are plain at first.
     *
     * @param sliding whether the vector kernels form two partial sums in depthwise convolutions of stride 1
     */
    public MapKernels maps(boolean sliding, Supplier<MapKernels> vector) {
        return new WarmingMaps(new Handover<>(this, new PlainMaps(sliding, lanes, fused, vector), vector));
    }

    /** Winograd's transforms that are plain at first; those of gradients are the vector kernel's at once. */
    public WinogradTransform winograd(Supplier<WinogradTransform> vector) {
        return new WarmingWinograd(new Handover<>(this, new PlainWinograd(lanes, fused, vector), vector));
    }

    boolean isOver() {
        return isOver;
    }

    /** Called before a kernel; what it gives is for {@link #stop}: 0 if time no longer matters. */
    long start() {
        return isOver ? 0 : System.nanoTime();
    }

    void stop(long start) {
        if (start == 0) {
            return;
        }
        long nanos = System.nanoTime() - start;
        long[] own = spent.get();
        own[0] += nanos;
        if (own[0] > limit || total.addAndGet(nanos) / PROCESSORS > limit) {
            isOver = true;
        }
    }
}
