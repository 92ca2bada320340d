package io.github.tsmjava.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import io.github.tsmjava.tensor.kernel.gradient.DotTile;
import io.github.tsmjava.tensor.kernel.vector.tile.DotTile2x4V;
import io.github.tsmjava.tensor.kernel.vector.tile.DotTile4x4V;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel4x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel8x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Once C2 has compiled a tile, it leaves no vector behind as an object. Some shapes do, and are ten and more times
 * slower; which ones do is not to be seen in their source. Without AVX, C2 can neither clamp nor compare vectors, so the end
 * of a tile makes objects there, but not its loop.
 */
class TileGarbageTest {

    private static final int QUADS = 64;
    private static final int CALLS = 2000;
    /** Bytes that a call may allocate: none, or those of its end. A loop that made objects would need 16,000 and more. */
    private static final int ALLOWED = Lanes.FMA ? 1 : 4096;
    /** C2 compiles in the background, beside other tests. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final float[] numbers = new float[1 << 16];
    private final int[] zeros = new int[16];

    @TestFactory
    List<DynamicTest> compiledTilesMakeNoObjects() {
        assumeTrue(Kernels.get().name().startsWith("vector"), "vector kernels were not chosen");
        BlockedKernels kernels = Kernels.get().blocked();
        Set<ConvTile> tiles = new LinkedHashSet<>(kernels.tiles());
        tiles.addAll(kernels.shallow());
        tiles.addAll(kernels.strided());
        List<DynamicTest> tests = new ArrayList<>();
        tiles.forEach(tile -> tests.add(test("ConvTile" + tile, convolution(tile, kernels))));
        // The kernel for more registers would be right on this machine, but need not stay in them.
        GemmKernel product = Lanes.MANY_REGISTERS ? new GemmKernel8x2V() : new GemmKernel4x2V();
        tests.add(test("GemmKernel" + product.name(), () ->
                product.addProduct(numbers, 0, numbers, 0, 4 * QUADS, numbers, 0, product.columns())));
        DotTile dots = Lanes.MANY_REGISTERS ? new DotTile4x4V() : new DotTile2x4V();
        tests.add(test("DotTile" + dots.rows() + "x" + dots.columns() + "V", () ->
                dots.add(numbers, 0, zeros, 0, numbers, 0, zeros, 0, 16 * QUADS, numbers, 0)));
        return tests;
    }

    private Runnable convolution(ConvTile tile, BlockedKernels kernels) {
        int[] quads = new int[2 * QUADS];
        for (int q = 0; q < QUADS; q++) {
            quads[2 * q] = q * ConvTile.QUAD_SIZE;
            quads[2 * q + 1] = q * ConvTile.QUAD_SIZE * 2 * kernels.lanes();
        }
        float[] y = new float[1 << 10];
        return () -> tile.sum(numbers, 0, kernels.lanes(), quads, quads.length, numbers, 0, kernels.zeros(), 0, 0, 0,
                kernels.identity(), 0, y, 0, tile.pixels() * kernels.lanes());
    }

    private static DynamicTest test(String name, Runnable tile) {
        return DynamicTest.dynamicTest(name, () -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long end = System.nanoTime() + PATIENCE_NANOS;
            long bytes;
            do {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < CALLS; i++) {
                    tile.run();
                }
                bytes = threads.getCurrentThreadAllocatedBytes() - before;
            } while (bytes > CALLS * ALLOWED && System.nanoTime() < end);
            assertTrue(bytes <= CALLS * ALLOWED, name + ": " + bytes + " bytes in " + CALLS + " calls");
        });
    }
}
