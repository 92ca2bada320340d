package io.github.tsmjava.web.learn;

import com.google.gson.Gson;
import java.util.List;

/**
 * All that the page knows, as one JSON document. Numbers that a reader may add up are packed exactly, see
 * {@link Packed}; pictures are PNG.
 *
 * @param orders the frames as they are, backwards, and shuffled
 * @param block  the shifted block that is looked into
 * @param maps   what the shifted blocks behind it are given
 * @param shifts what every kind of shift does
 * @param drawn  what the network and its twin without the shift say of drawn clips; null if they do not know these gestures
 * @param times  null unless they were measured
 */
public record LearnData(Clip clip, Network network, List<Order> orders, Block block, List<Maps> maps,
                        List<ShiftTable> shifts, Equivalent equivalent, Streaming streaming, Costs costs, Trained trained,
                        Drawn drawn, Times times) {

    /**
     * @param strip the frames that the network sees beside one another, as a data URI
     */
    public record Clip(String name, int frames, int size, String strip) {
    }

    /**
     * @param div    the moving channels are 1/div of all, in each group that moves
     * @param blocks those that shift
     * @param parts  all of the network, in their order
     */
    public record Network(String name, List<String> labels, int segments, int div, String mode, String shift,
                          List<String> blocks, List<Part> parts, long parameters, long multiplyAdds) {
    }

    /** A part of the network and what it gives; one that skips adds its input to that. */
    public record Part(String name, int channels, int height, int width, boolean shifts, boolean skips) {
    }

    /**
     * What a shifted block is given.
     *
     * @param kept  the channels that are kept, of so many
     * @param input packed {@code [T, kept, H, W]}
     */
    public record Maps(String block, int channels, int[] kept, int height, int width, String input) {
    }

    /** The answers to the frames in one order, 0-based indices of the clip's, with the shift and without. */
    public record Order(String name, int[] frames, Answer shifted, Answer unshifted) {
    }

    /**
     * @param scores        T · K, of each frame
     * @param mean          K, of these; what the answer is made of
     * @param probabilities K
     */
    public record Answer(float[][] scores, float[] mean, float[] probabilities) {
    }

    /**
     * @param input       packed {@code [T, C, H, W]}: what stands in front of the shift
     * @param filters     the output channels of the 1×1 convolution that are shown
     * @param weights     of each of these, C numbers
     * @param output      packed {@code [filters, T, H, W]}: what the convolution gives for them
     * @param branch      packed {@code [moving, T, H, W]}: the branch that joins the residual, of the moving channels
     * @param overwritten the network's answer if the shift overwrites what the residual reads
     */
    public record Block(String name, int channels, int outputs, int height, int width, int moving, String input,
                        int[] filters, float[][] weights, String output, String branch, Answer overwritten) {
    }

    /**
     * What one kind of shift does, found out by shifting numbers that say where they come from.
     *
     * @param sources for each length 1 … T of a clip: {@code [t][group]} is the frame that is read, -1 for zeros; groups
     *                are the first and the second of the moving channels, and those that stay
     */
    public record ShiftTable(String mode, int div, int[] offsets, boolean circulant, int[][][] sources) {
    }

    /** The 1×1 convolution behind the shift, and the 3×1×1 convolution without one that gives the same. */
    public record Equivalent(Cost shifted, Cost cubic, float largestDifference) {
    }

    /** @param bytesRead of the maps, by the definition of the convolution */
    public record Cost(long multiplyAdds, long parameters, long bytesRead) {
    }

    /**
     * @param memories      of each shifted layer, after each frame
     * @param probabilities T · K, of the mean over the frames so far
     * @param difference    the largest between a logit of the stream and of the whole clip
     * @param reach         {@code [depth][t]} is the earliest frame that frame t knows of behind that many shifted blocks
     */
    public record Streaming(List<Memory> memories, long bytes, float[][] probabilities, float difference, int[][] reach) {
    }

    /**
     * @param kept  the channels that are remembered
     * @param shown how many of them are in the maps
     * @param maps  {@code [T, shown, height, width]} of unsigned bytes, in base64: from the smallest number to the largest
     */
    public record Memory(String block, int channels, int kept, int height, int width, int shown, String maps) {
    }

    /**
     * What the shift costs in all shifted layers of a clip, done in three ways.
     *
     * @param maps    bytes of the maps in front of the shifts
     * @param inPlace bytes of the channels that move
     */
    public record Costs(long maps, long inPlace, boolean sameInPlace, float fusedDifference, List<Step> steps) {
    }

    /** A step of the compiled network; a shifted one reads some of its input from another frame. */
    public record Step(String layers, String algorithm, String shape, long multiplyAdds, boolean shifted) {
    }

    /** The same network trained twice, as written down when it was done. */
    public record Trained(String source, int clips, List<Row> rows) {
    }

    /** How many clips were right of those that count, with the shift and without. */
    public record Row(String name, Share with, Share without) {
    }

    /** Some of some. */
    public record Share(int right, int of) {
    }

    /** Drawn clips that the networks have never seen. */
    public record Drawn(List<Pair> pairs, Confusions confusions) {
    }

    /**
     * How many clips of a gesture were taken for which: {@code [shown][said]}; what can be said are the network's labels.
     *
     * @param gestures    those that are shown
     * @param clipsOfEach how many clips show each
     */
    public record Confusions(List<String> gestures, int clipsOfEach, int[][] with, int[][] without) {
    }

    /** Two opposite gestures, and clips that show one of them. */
    public record Pair(List<String> gestures, List<Played> clips) {
    }

    /**
     * A clip that was played forwards and backwards; gestures are 0 and 1, of the pair.
     *
     * @param shown   the gesture that it shows forwards
     * @param with    the network's answers, forwards and backwards
     * @param without its twin's
     * @param film    its frames beside one another, as a data URI
     */
    public record Played(int shown, int[] with, int[] without, String film) {
    }

    /** Medians in microseconds. */
    public record Times(String machine, int rounds, double copy, double inPlace, double plan, double planUnshifted) {

        /** As the page reads it. */
        public String json() {
            return new Gson().toJson(this);
        }
    }

    /** The same with times. */
    public LearnData with(Times measured) {
        return new LearnData(clip, network, orders, block, maps, shifts, equivalent, streaming, costs, trained, drawn,
                measured);
    }

    /** As the page reads it; may stand inside a script element as it is. */
    public String json() {
        return new Gson().toJson(this);
    }
}
