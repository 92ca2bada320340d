package io.github.tsmjava.tensor.kernel.vector;

import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels.Caches;
import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile1x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile4x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile4x2VMulAdd;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile4x2VStrided;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile7x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile7x2VShallow;
import io.github.tsmjava.tensor.kernel.vector.tile.ConvTile7x2VStrided;
import io.github.tsmjava.tensor.kernel.vector.tile.Width;
import io.github.tsmjava.tensor.kernel.warmup.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Creates the {@link BlockedKernels} of {@link VectorKernels}: the largest tiles whose sums fit the registers of this
 * machine.
 */
final class VectorTiles {

    /** About how long compiling vector kernels holds a job up; with more registers they are more, and larger. */
    private static final Duration COMPILATION = Duration.ofMillis(Width.MANY_REGISTERS ? 1500 : 750);

    /** Null if plans use vector kernels from the start. */
    private final WarmUp warmUp;

    private VectorTiles(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    /** Kernels that are vector kernels from the start. */
    static BlockedKernels atOnce() {
        return new VectorTiles(null).kernels();
    }

    /** Kernels that are plain Java at first. */
    static BlockedKernels warming() {
        return new VectorTiles(new WarmUp(Width.LANES, Width.FMA, COMPILATION)).kernels();
    }

    private BlockedKernels kernels() {
        ConvTile one = tile(1, ConvTile1x2V::new);
        List<ConvTile> strided = strided(one);
        List<ConvTile> tiles = Width.FMA ? sideBySide(one) : strided;
        List<ConvTile> shallow = Width.FMA && Width.MANY_REGISTERS
                ? List.of(shallow(), tiles.get(1), one) : tiles;
        return new BlockedKernels(Width.LANES, tiles, shallow, strided, Width.MANY_REGISTERS ? Caches.LARGE : Caches.SMALL,
                maps(), winograd());
    }

    /** The largest tiles whose accumulators stay in registers. */
    private List<ConvTile> sideBySide(ConvTile one) {
        ConvTile four = tile(4, ConvTile4x2V::new);
        return Width.MANY_REGISTERS ? List.of(tile(7, ConvTile7x2V::new), four, one) : List.of(four, one);
    }

    private List<ConvTile> strided(ConvTile one) {
        if (!Width.FMA) {
            return List.of(tile(4, ConvTile4x2VMulAdd::new), one);
        }
        ConvTile four = tile(4, ConvTile4x2VStrided::new);
        return Width.MANY_REGISTERS ? List.of(tile(7, ConvTile7x2VStrided::new), four, one) : List.of(four, one);
    }

    private ConvTile tile(int pixels, Supplier<ConvTile> vector) {
        return warmUp == null ? vector.get() : warmUp.tile(pixels, false, vector);
    }

    private ConvTile shallow() {
        return warmUp == null ? new ConvTile7x2VShallow() : warmUp.tile(7, true, ConvTile7x2VShallow::new);
    }

    private MapKernels maps() {
        return warmUp == null ? new VectorMapKernels() : warmUp.maps(Width.MANY_REGISTERS, VectorMapKernels::new);
    }

    private WinogradTransform winograd() {
        return warmUp == null ? new VectorWinograd() : warmUp.winograd(VectorWinograd::new);
    }
}
