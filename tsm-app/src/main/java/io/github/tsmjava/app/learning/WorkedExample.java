package io.github.tsmjava.app.learning;

import io.github.tsmjava.app.terminal.Output.Colour;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

/**
 * The shift on numbers that say where they come from: the frame in front, the channel behind it. 203 is channel 3 of
 * frame 2 if there are a hundred channels.
 */
public final class WorkedExample {

    private final Shift shift;
    private final Tensor before;
    private final Tensor after;
    private final int frames;
    private final int channels;
    /** What a frame adds to a number: a power of ten above the channels. */
    private final int perFrame;

    public WorkedExample(Shift shift, int channels, int frames) {
        this.shift = shift;
        this.frames = frames;
        this.channels = channels;
        this.perFrame = (int) Math.pow(10, String.valueOf(channels - 1).length());
        before = Tensor.zeros(frames, channels);
        for (int t = 0; t < frames; t++) {
            for (int c = 0; c < channels; c++) {
                before.set((t + 1) * perFrame + c, t, c);
            }
        }
        after = shift.apply(before, frames);
    }

    /** Prints the groups, the clip before and after, and what a block makes of it. */
    public void print(Output out, Shifting.Place place) {
        int fold = shift.fold(channels);
        out.printf("%d frames of %d channels; a group is %d / %d = %d of them%n", frames, channels, channels,
                shift.div(), fold);
        out.println(ShiftMode.describe(shift));
        out.println("");
        for (Group group : Group.values()) {
            printGroup(out, group, fold);
        }
        out.println("");
        out.println("before the shift: each number is its frame and its channel");
        printGrid(out, before);
        out.println("");
        out.println("after the shift");
        printGrid(out, after);
        out.println("");
        printCounts(out);
        out.println("");
        printBlock(out, place);
    }

    private enum Group {
        FIRST, SECOND, REST
    }

    private Group group(int channel) {
        int fold = shift.fold(channels);
        return channel < fold ? Group.FIRST : channel < 2 * fold ? Group.SECOND : Group.REST;
    }

    private int offset(Group group) {
        return switch (group) {
            case FIRST -> shift.first();
            case SECOND -> shift.second();
            case REST -> 0;
        };
    }

    private static Colour colour(int offset) {
        return offset > 0 ? Colour.FUTURE : offset < 0 ? Colour.PAST : Colour.NONE;
    }

    private void printGroup(Output out, Group group, int fold) {
        int from = group.ordinal() * fold;
        int to = group == Group.REST ? channels : from + fold;
        if (from == to) {
            return;
        }
        int offset = offset(group);
        String span = to - from == 1 ? "channel " + from : "channels %d to %d".formatted(from, to - 1);
        out.colour(colour(offset));
        out.printf("  %-20s %s", span, offset > 0 ? "come from the next frame"
                : offset < 0 ? "come from the frame before" : "stay where they are");
        out.colour(Colour.NONE);
        out.printf("%n");
    }

    private void printGrid(Output out, Tensor grid) {
        int width = String.valueOf((frames + 1) * perFrame - 1).length() + 1;
        out.printf("%-10s", "channel");
        for (int c = 0; c < channels; c++) {
            out.printf("%" + width + "d", c);
        }
        out.printf("%n");
        for (int t = 0; t < frames; t++) {
            out.printf("frame %-4d", t + 1);
            for (int c = 0; c < channels; c++) {
                out.colour(colour(offset(group(c))));
                out.printf("%" + width + ".0f", grid.get(t, c));
            }
            out.colour(Colour.NONE);
            out.printf("%n");
        }
    }

    private void printCounts(Output out) {
        int moved = 0;
        int zeros = 0;
        for (int t = 0; t < frames; t++) {
            for (int c = 0; c < channels; c++) {
                zeros += after.get(t, c) == 0 ? 1 : 0;
                moved += after.get(t, c) != 0 && after.get(t, c) != before.get(t, c) ? 1 : 0;
            }
        }
        out.printf("%d of %d numbers moved, %d became zero at the clip's ends, none was computed.%n", moved,
                frames * channels, zeros);
    }

    /** Where the residual reads, on one number of the first group. */
    private void printBlock(Output out, Shifting.Place place) {
        int t = Math.min(1, frames - 1);
        float own = before.get(t, 0);
        float shifted = after.get(t, 0);
        out.println(switch (place) {
            case BLOCKRES ->
                    "blockres: the block's first convolution reads the shifted maps, the residual the unshifted ones";
            case BLOCK -> "block: convolution and residual both read the shifted maps";
        });
        out.printf("  frame %d, channel 0: y = %.0f + f(%.0f, ...)%s%n", t + 1, place == Shifting.Place.BLOCK ? shifted
                : own, shifted, place == Shifting.Place.BLOCK && own != shifted
                        ? "; the frame's own %.0f is lost".formatted(own) : "");
    }
}
