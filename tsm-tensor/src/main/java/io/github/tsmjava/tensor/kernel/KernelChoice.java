package io.github.tsmjava.tensor.kernel;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the kernels for {@link Kernels#get} by system properties, virtual machine and modules. Nothing here refers to
 * the Vector API, which may be absent.
 */
final class KernelChoice {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNELS = "io.github.tsmjava.tensor.kernel.vector.VectorKernels";
    private static final System.Logger LOG = System.getLogger(Kernels.class.getName());

    private KernelChoice() { }

    static Kernels choose() {
        String wanted = property("tsm.kernels", List.of("auto", "scalar", "vector"), "auto, scalar or vector");
        String bits = property("tsm.vectorBits", List.of("", "0", "128", "256", "512"), "0, 128, 256 or 512");
        if (wanted.equals("scalar") || bits.equals("0")) {
            LOG.log(Level.DEBUG, "kernels: scalar, as asked");
            return new ScalarKernels();
        }
        Optional<String> obstacle = wanted.equals("vector")
                ? moduleObstacle() : virtualMachineObstacle().or(KernelChoice::moduleObstacle);
        if (obstacle.isPresent()) {
            LOG.log(Level.WARNING, obstacle.get());
            return new ScalarKernels();
        }
        Kernels kernels = load(wanted.equals("vector"));
        LOG.log(Level.DEBUG, "kernels: {0}", kernels.name());
        return kernels;
    }

    private static String property(String name, List<String> allowed, String choices) {
        String value = System.getProperty(name, allowed.getFirst());
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(name + " must be " + choices + ", got " + value);
        }
        return value;
    }

    /** Without the C2 compiler every vector is an object, far slower than scalar code. */
    private static Optional<String> virtualMachineObstacle() {
        String name = System.getProperty("java.vm.name", "").toLowerCase(Locale.ROOT);
        String info = System.getProperty("java.vm.info", "").toLowerCase(Locale.ROOT);
        boolean hotSpot = name.contains("hotspot") || name.contains("openjdk");
        if (!hotSpot || info.contains("emulated-client") || info.contains("interpreted")) {
            return Optional.of("this virtual machine does not compile vector code: running scalar kernels,"
                    + " many times slower; use HotSpot with its C2 compiler on");
        }
        return Optional.empty();
    }

    private static Optional<String> moduleObstacle() {
        Module own = KernelChoice.class.getModule();
        ModuleLayer layer = own.getLayer() == null ? ModuleLayer.boot() : own.getLayer();
        Optional<Module> vector = layer.findModule(VECTOR_MODULE)
                .or(() -> ModuleLayer.boot().findModule(VECTOR_MODULE));
        if (vector.isEmpty()) {
            return Optional.of(VECTOR_MODULE + " is not there: running scalar kernels, many times slower;"
                    + " add --add-modules " + VECTOR_MODULE);
        }
        own.addReads(vector.get());
        return Optional.empty();
    }

    /** By name, so that no class of this package refers to one that needs the Vector API. */
    private static Kernels load(boolean atOnce) {
        try {
            return (Kernels) Class.forName(VECTOR_KERNELS).getConstructor(boolean.class).newInstance(atOnce);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot load " + VECTOR_KERNELS, e);
        }
    }
}
