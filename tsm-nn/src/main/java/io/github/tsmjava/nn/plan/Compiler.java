package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns nodes into steps: decides where each value lies, lets values that are never alive together share memory, and has
 * weights laid out.
 */
final class Compiler {

    /** With more channels than this, steps of four channels are fewer than steps of four columns. */
    private static final int PICTURE_CHANNELS = 16;

    private final BlockedKernels kernels;
    private final List<Node> nodes;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** An array, who may use it again, and from where on. */
    private static final class Slot {
        int size;
        /** The one layout that this array serves, if its border must stay zero or its content outlives a call. */
        Maps only;
        int lastUse;
    }

    Compiler(BlockedKernels kernels, Accuracy accuracy, List<Node> nodes, Value result) {
        this.kernels = kernels;
        this.nodes = nodes;
        for (int i = 0; i < nodes.size(); i++) {
            for (Value value : nodes.get(i).inputs()) {
                value.lastUse = i;
            }
            if (nodes.get(i) instanceof Node.Conv conv) {
                conv.winograd = accuracy == Accuracy.FAST && WinogradStep.suits(conv);
                conv.x.borderBefore = Math.max(conv.x.borderBefore, conv.padding);
                conv.x.borderAfter = Math.max(conv.x.borderAfter,
                        conv.winograd ? WinogradStep.borderAfter(conv) : conv.padding);
            }
            if (nodes.get(i) instanceof Node.Inverted inverted) {
                Node.Conv expand = inverted.expand;
                expand.x.borderBefore = Math.max(expand.x.borderBefore, expand.padding);
                expand.x.borderAfter = Math.max(expand.x.borderAfter, expand.padding);
            }
        }
        result.lastUse = nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            node.out.place = isInPlace(node, i) ? inPlace(node) : place(node.out, i);
            if (node instanceof Node.Attend attend) {
                attend.scratch = slots.indexOf(slot(AttendStep.scratchSize(attend), null, i, i));
            }
            steps.add(StepFactory.step(node, kernels));
        }
    }

    List<StepSummary> summaries() {
        return nodes.stream().map(node -> new StepSummary(node.name, StepFactory.algorithm(node), node.out.toString(),
                node.multiplyAdds())).toList();
    }

    List<Step> steps() {
        return steps;
    }

    /** The length of each array of a workspace. */
    int[] sizes() {
        return slots.stream().mapToInt(slot -> slot.size).toArray();
    }

    /** Whether a sum may overwrite the residual it starts from: nobody reads it later, and no pixel is computed twice. */
    private boolean isInPlace(Node node, int position) {
        if (!(node instanceof Node.Conv conv) || conv.residual == null || conv.out.carried) {
            return false;
        }
        Value residual = conv.residual;
        Maps maps = residual.place.maps();
        boolean plain = !maps.hasBorder() && conv.out.borderBefore + conv.out.borderAfter == 0 && !residual.carried;
        boolean flat = conv.kernel == 1 && conv.stride == 1 && !conv.x.place.maps().hasBorder();
        return plain && residual.lastUse == position && residual != conv.x
                && (conv.winograd || flat && maps.pixels() % kernels.tiles().getFirst().pixels() == 0);
    }

    private Place inPlace(Node node) {
        Place place = ((Node.Conv) node).residual.place;
        slots.get(place.slot()).lastUse = node.out.lastUse;
        return place;
    }

    private Place place(Value value, int position) {
        Maps maps = new Maps(value.frames, value.channels, value.height, value.width, value.borderBefore, value.borderAfter,
                isPlanar(value) ? 1 : kernels.lanes());
        int size = new Place(-1, maps, value.carried).size();
        Maps only = value.carried || maps.hasBorder() ? maps : null;
        // What is carried is never free, and nothing is free for it.
        Slot slot = value.carried ? slot(size, only, -1, Integer.MAX_VALUE) : slot(size, only, position, value.lastUse);
        return new Place(slots.indexOf(slot), maps, value.carried);
    }

    /** An array that nobody uses from one position to another. */
    private Slot slot(int size, Maps only, int from, int lastUse) {
        Slot slot = free(size, only, from);
        if (slot == null) {
            slot = new Slot();
            slot.only = only;
            slots.add(slot);
        }
        slot.size = Math.max(slot.size, size);
        slot.lastUse = lastUse;
        return slot;
    }

    /** The free array that fits best: one of the same border, or the smallest that is large enough, or the largest. */
    private Slot free(int size, Maps only, int position) {
        Slot best = null;
        for (Slot slot : slots) {
            boolean suits = only == null ? slot.only == null : only.equals(slot.only);
            if (suits && slot.lastUse < position && (best == null || fitsBetter(slot, best, size))) {
                best = slot;
            }
        }
        return best;
    }

    private static boolean fitsBetter(Slot slot, Slot best, int size) {
        if (best.size >= size) {
            return slot.size >= size && slot.size < best.size;
        }
        return slot.size > best.size;
    }

    /** A picture has few channels: it stays in planes, and a convolution reads neighbours in a row as it reads channels. */
    private boolean isPlanar(Value value) {
        return value.producer instanceof Node.Input && value.channels <= PICTURE_CHANNELS && nodes.stream()
                .filter(node -> node.inputs().contains(value))
                .allMatch(node -> switch (node) {
                    case Node.Conv conv -> !conv.depthwise && !conv.winograd && conv.shift == null
                            && conv.residual != value;
                    case Node.Inverted inverted -> inverted.expand.shift == null && inverted.project.residual != value;
                    default -> false;
                });
    }
}
