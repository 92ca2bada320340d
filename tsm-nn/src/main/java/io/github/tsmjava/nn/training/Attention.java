package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.MatMul;
import io.github.tsmjava.tensor.ops.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of {@link NonLocal#attend}. The weights of all queries for all keys are the largest matrix of the
 * network, so they are computed again rather than kept, one clip at a time.
 */
record Attention(NonLocal layer) {

    /** The gradients with respect to queries, keys and values, in their shapes. */
    List<Tensor> backward(Tensor dy, Tensor queries, Tensor keys, Tensor values) {
        List<Tensor> dQueries = new ArrayList<>();
        List<Tensor> dKeys = new ArrayList<>();
        List<Tensor> dValues = new ArrayList<>();
        for (int clip = 0; clip < queries.dim(0); clip += layer.segments()) {
            Tensor q = rows(queries, clip);
            Tensor k = rows(keys, clip);
            Tensor g = rows(dy, clip);
            Tensor affinities = MatMul.matmul(q, k, false, true);
            boolean softmax = layer.mode() != NonLocal.Mode.DOT_PRODUCT;
            Tensor weights = softmax ? Softmax.softmax(affinities) : scaled(affinities);
            dValues.add(MatMul.matmul(weights, g, true, false));
            Tensor dWeights = MatMul.matmul(g, rows(values, clip), false, true);
            Tensor dAffinities = softmax ? Softmax.gradient(dWeights, weights) : scaled(dWeights);
            dQueries.add(MatMul.matmul(dAffinities, k));
            dKeys.add(MatMul.matmul(dAffinities, q, true, false));
        }
        return List.of(maps(dQueries, queries), maps(dKeys, keys), maps(dValues, values));
    }

    /** The pixels of one clip as rows: {@code [T·H·W, C]}, frame by frame. */
    private Tensor rows(Tensor x, int clip) {
        return x.slice(clip, clip + layer.segments()).permute(0, 2, 3, 1).reshape(-1, x.dim(1));
    }

    private static Tensor maps(List<Tensor> rows, Tensor like) {
        return Tensor.concat(rows).reshape(like.dim(0), like.dim(2), like.dim(3), like.dim(1)).permute(0, 3, 1, 2);
    }

    /** Divides by the number of keys. */
    private static Tensor scaled(Tensor x) {
        Tensor y = x.copy();
        for (int i = 0; i < y.size(); i++) {
            y.data()[i] /= y.dim(1);
        }
        return y;
    }
}
