package io.github.tsmjava.nn.training;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.MatMul;
import java.util.List;

/**
 * {@link NonLocal#attend} and its gradients. The weights of all queries for all keys are the largest matrix of the
 * network, so they are computed again rather than kept, one clip at a time.
 */
record Attention(NonLocal layer, Arena arena) {

    /** The answers, {@code [N·T, C', H, W]}. */
    Tensor forward(Tensor queries, Tensor keys, Tensor values) {
        int frames = queries.dim(0);
        require(frames % layer.segments() == 0, "%d frames are not a multiple of %d segments in %s", frames,
                layer.segments(), layer.name());
        Tensor y = arena.take(frames, values.dim(1), queries.dim(2), queries.dim(3));
        for (int clip = 0; clip < frames; clip += layer.segments()) {
            Tensor q = rows(queries, clip);
            Tensor k = rows(keys, clip);
            Tensor v = rows(values, clip);
            Tensor weights = weights(q, k);
            putMaps(product(weights, v, false, false), y, clip);
            release(q, k, v, weights);
        }
        return y;
    }

    /** The gradients with respect to queries, keys and values, in their shapes. */
    List<Tensor> backward(Tensor dy, Tensor queries, Tensor keys, Tensor values) {
        Tensor dQueries = arena.take(queries.shape());
        Tensor dKeys = arena.take(keys.shape());
        Tensor dValues = arena.take(values.shape());
        for (int clip = 0; clip < queries.dim(0); clip += layer.segments()) {
            Tensor q = rows(queries, clip);
            Tensor k = rows(keys, clip);
            Tensor v = rows(values, clip);
            Tensor g = rows(dy, clip);
            Tensor weights = weights(q, k);
            putMaps(product(weights, g, true, false), dValues, clip);
            Tensor dAffinities = product(g, v, false, true);
            if (isDotProduct()) {
                divideByKeys(dAffinities);
            } else {
                Softmax.gradient(dAffinities, weights, dAffinities);
            }
            putMaps(product(dAffinities, k, false, false), dQueries, clip);
            putMaps(product(dAffinities, q, true, false), dKeys, clip);
            release(q, k, v, g, weights, dAffinities);
        }
        return List.of(dQueries, dKeys, dValues);
    }

    private boolean isDotProduct() {
        return layer.mode() == NonLocal.Mode.DOT_PRODUCT;
    }

    private Tensor weights(Tensor q, Tensor k) {
        Tensor weights = product(q, k, false, true);
        if (isDotProduct()) {
            divideByKeys(weights);
        } else {
            Softmax.softmax(weights, weights);
        }
        return weights;
    }

    private static void divideByKeys(Tensor x) {
        float keys = x.dim(1);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] /= keys;
        }
    }

    private Tensor product(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Tensor y = arena.take(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1));
        MatMul.matmul(a, b, transposeA, transposeB, y);
        return y;
    }

    /** The pixels of one clip as rows: {@code [T·H·W, C]}, frame by frame. */
    private Tensor rows(Tensor x, int clip) {
        int channels = x.dim(1);
        int plane = x.dim(2) * x.dim(3);
        Tensor rows = arena.take(layer.segments() * plane, channels);
        WorkerPool.current().forEach(layer.segments(), frame ->
                transpose(x.data(), (clip + frame) * channels * plane, channels, plane,
                        rows.data(), frame * plane * channels));
        return rows;
    }

    /** The reverse of {@link #rows}; the rows are given back. */
    private void putMaps(Tensor rows, Tensor x, int clip) {
        int channels = x.dim(1);
        int plane = x.dim(2) * x.dim(3);
        WorkerPool.current().forEach(layer.segments(), frame ->
                transpose(rows.data(), frame * plane * channels, plane, channels,
                        x.data(), (clip + frame) * channels * plane));
        arena.release(rows);
    }

    private static void transpose(float[] from, int at, int rows, int columns, float[] to, int toAt) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[toAt + column * rows + row] = from[at + row * columns + column];
            }
        }
    }

    private void release(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            arena.release(tensor);
        }
    }
}
