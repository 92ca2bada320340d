package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Kernels for compiled plans that are plain Java at first; a vector kernel takes over as soon as it is compiled.
 * {@code VectorTiles} asks for them. A small job never loads the Vector API at all. In a larger one, a background
 * thread calls the vector kernels that are needed, on data of its own, until they are faster than the plain ones, and
 * ends.
 */
public final class WarmUp {

    /** Multiply-adds of a job that is over before compiled vector kernels would make it shorter. */
    private static final long SMALL_JOB = 3_000_000_000L;
    /** The longest time that the background thread runs. */
    private static final long LIMIT_NANOS = 20_000_000_000L;

    private final int lanes;
    private final boolean fused;
    private final AtomicLong work = new AtomicLong();
    private final List<KernelWarmUp<?>> waiting = new ArrayList<>();
    private boolean isRunning;

    /**
     * @param lanes elements in a vector
     * @param fused whether the vector kernels use a fused multiply-add
     */
    public WarmUp(int lanes, boolean fused) {
        this.lanes = lanes;
        this.fused = fused;
    }

    /**
     * A tile that is plain at first.
     *
     * @param shallow whether the vector tile clamps by comparison, as those for short sums do
     */
    public ConvTile tile(int pixels, boolean shallow, Supplier<ConvTile> vector) {
        PlainTile plain = new PlainTile(pixels, shallow, lanes, fused);
        WarmingTile tile = new WarmingTile(plain);
        plain.reportTo(new KernelWarmUp<>(this, plain, vector, new TileWorkload(lanes), tile::use));
        return tile;
    }

    /**
     * Kernels for maps that are plain at first.
     *
     * @param sliding whether the vector kernels form two partial sums in depthwise convolutions of stride 1
     */
    public MapKernels maps(boolean sliding, Supplier<MapKernels> vector) {
        PlainMaps plain = new PlainMaps(sliding, lanes, fused, vector);
        WarmingMaps maps = new WarmingMaps(plain);
        plain.reportTo(new KernelWarmUp<>(this, plain, vector, new MapsWorkload(lanes), maps::use));
        return maps;
    }

    /** Winograd's transforms that are plain at first; those of gradients are the vector kernel's at once. */
    public WinogradTransform winograd(Supplier<WinogradTransform> vector) {
        PlainWinograd plain = new PlainWinograd(lanes, fused, vector);
        WarmingWinograd winograd = new WarmingWinograd(plain);
        plain.reportTo(new KernelWarmUp<>(this, plain, vector, new WinogradWorkload(lanes), winograd::use));
        return winograd;
    }

    /** Called by a plain kernel with the work it has done. */
    void addWork(KernelWarmUp<?> kernel, long multiplyAdds) {
        if (work.addAndGet(multiplyAdds) >= SMALL_JOB && kernel.begin()) {
            synchronized (waiting) {
                waiting.add(kernel);
                if (!isRunning) {
                    isRunning = true;
                    Thread.ofPlatform().daemon().name("tsm-warm-up").inheritInheritableThreadLocals(false)
                            .start(this::runAll);
                }
            }
        }
    }

    /** Calls all kernels in turn, so that one is called while another is being compiled. */
    private void runAll() {
        long began = System.nanoTime();
        List<KernelWarmUp<?>> open = new ArrayList<>();
        while (true) {
            synchronized (waiting) {
                open.addAll(waiting);
                waiting.clear();
                if (open.isEmpty()) {
                    isRunning = false;
                    return;
                }
            }
            boolean late = System.nanoTime() - began > LIMIT_NANOS;
            open.removeIf(kernel -> kernel.compare(late));
        }
    }
}
