package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.Maps;

/** Copies between tensors {@code [N, C, H, W]} and blocked maps. */
final class TensorCopy {

    private TensorCopy() {
    }

    private static void toMaps(Tensor x, Maps maps, float[] out, int outBase, WorkerPool pool) {
        int pixels = maps.pixels();
        pool.forEach(maps.frames() * maps.channels(), task -> {
            int frame = task / maps.channels();
            int at = outBase + frame * maps.frameStride() + maps.channel(task % maps.channels());
            for (int row = 0, from = task * pixels; row < maps.height(); row++, from += maps.width()) {
                int to = at + maps.pixel(row, 0);
                if (maps.lanes() == 1) {
                    System.arraycopy(x.data(), from, out, to, maps.width());
                    continue;
                }
                for (int column = 0; column < maps.width(); column++) {
                    out[to + column * maps.lanes()] = x.data()[from + column];
                }
            }
        });
    }

    private static void toTensor(Maps maps, float[] data, int base, Tensor out, WorkerPool pool) {
        int pixels = maps.pixels();
        pool.forEach(maps.frames() * maps.channels(), task -> {
            int frame = task / maps.channels();
            int at = base + frame * maps.frameStride() + maps.channel(task % maps.channels());
            for (int row = 0, to = task * pixels; row < maps.height(); row++, to += maps.width()) {
                int from = at + maps.pixel(row, 0);
                for (int column = 0; column < maps.width(); column++) {
                    out.data()[to + column] = data[from + column * maps.lanes()];
                }
            }
        });
    }

    /** The value of this frame. */
    static Tensor toTensor(Storage storage, Workspace workspace, WorkerPool pool) {
        return toTensor(storage, workspace.base(storage), workspace, pool);
    }

    /** @param base where the value of the frame that is wanted begins */
    static Tensor toTensor(Storage storage, int base, Workspace workspace, WorkerPool pool) {
        Maps maps = storage.maps();
        Tensor tensor = Tensor.zeros(maps.frames(), maps.channels(), maps.height(), maps.width());
        toTensor(maps, workspace.array(storage), base, tensor, pool);
        return tensor;
    }

    static void toMaps(Tensor x, Storage storage, Workspace workspace, WorkerPool pool) {
        toMaps(x, storage.maps(), workspace.array(storage), workspace.base(storage), pool);
    }
}
