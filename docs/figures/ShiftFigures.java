// The figures of docs/shift.md, drawn from what the engine computes. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/figures/ShiftFigures.java
// compares them with the files in docs/images and fails if one differs; with --write behind it, it writes them.

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 4;
final int C = 8;
final int WIDE = 36;  // a cell
final int HIGH = 26;
final int ROW = 36;   // from row to row

void main(String[] args) throws Exception {
    Path images = Path.of("docs", "images");
    boolean same = true;
    for (Map.Entry<String, Svg> figure : figures().entrySet()) {
        Path file = images.resolve(figure.getKey() + ".svg");
        String drawn = figure.getValue().toString();
        if (List.of(args).contains("--write")) {
            Files.createDirectories(images);
            Files.writeString(file, drawn);
        } else if (!Files.exists(file) || !Files.readString(file).equals(drawn)) {
            IO.println(file + " is not what the engine gives; draw it anew with --write, and look at it");
            same = false;
        }
    }
    if (!same) {
        System.exit(1);
    }
    IO.println("the figures are what the engine gives");
}

Map<String, Svg> figures() {
    Map<String, Svg> figures = new TreeMap<>();
    figures.put("shift", moved("The shift of four frames of eight channels", numbers(10, C), Shift.bidirectional(8), WIDE));
    figures.put("shift-adjoint", moved("The adjoint of the shift, which carries gradients back", numbers(100, C),
            Shift.bidirectional(8).adjoint(), 42));
    figures.put("shift-forms", forms());
    figures.put("shift-places", places());
    figures.put("shift-stream", stream());
    figures.put("shift-reach", reach());
    return figures;
}

/** x[t][c] = scale · (t + 1) + c: each number tells where it comes from. */
Tensor numbers(int scale, int channels) {
    Tensor x = Tensor.zeros(T, channels);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = scale * (i / channels + 1) + i % channels;
    }
    return x;
}

/** The offset in time that a channel is read at. */
int offset(Shift shift, int channel, int channels) {
    int fold = shift.fold(channels);
    return channel < fold ? shift.first() : channel < 2 * fold ? shift.second() : 0;
}

String style(Shift shift, int channel, int channels) {
    int offset = offset(shift, channel, channels);
    return offset > 0 ? Svg.FUTURE : offset < 0 ? Svg.PAST : Svg.STAY;
}

/** A table of numbers, coloured by where the shift takes each channel from. */
void table(Svg svg, int left, int top, int wide, Tensor x, Shift shift, boolean shifted) {
    for (int t = 0; t < x.dim(0); t++) {
        for (int c = 0; c < x.dim(1); c++) {
            boolean zero = shifted && x.get(t, c) == 0;
            svg.cell(left + c * wide + 2, top + t * ROW, wide - 4, HIGH, zero ? Svg.NONE : style(shift, c, x.dim(1)),
                    Integer.toString((int) x.get(t, c)));
        }
    }
}

/** Before and after, side by side. */
Svg moved(String title, Tensor x, Shift shift, int wide) {
    int left = 66;
    int top = 66;
    int right = left + C * wide + 86;
    Svg svg = new Svg(right + C * wide + 10, top + T * ROW + 14, title);
    svg.text(left + C * wide / 2.0, 20, "title", x.get(0, 0) < 100 ? "before" : "gradient of what came out");
    svg.text(right + C * wide / 2.0, 20, "title", x.get(0, 0) < 100 ? "after" : "gradient of what went in");
    table(svg, left, top, wide, x, shift, false);
    table(svg, right, top, wide, shift.apply(x, T), shift, true);
    for (int t = 0; t < T; t++) {
        svg.text(left - 10, top + t * ROW + 17.5, "right small", "frame " + t);
    }
    for (int c = 0; c < C; c++) {
        svg.text(left + c * wide + wide / 2.0, 46, "small", Integer.toString(c));
        svg.text(right + c * wide + wide / 2.0, 46, "small", Integer.toString(c));
        int offset = offset(shift, c, C);
        for (int border = 0; border <= T && offset != 0; border++) {
            svg.triangle(left + c * wide + wide / 2.0, top + border * ROW - 5, offset > 0,
                    offset > 0 ? "futureHead" : "pastHead");
        }
    }
    svg.text(left - 10, 46, "right small", "channel");
    svg.arrow(left + C * wide + 18, top + 67, right - 18, top + 67);
    svg.text((left + C * wide + right) / 2.0, top + 56, "", x.get(0, 0) < 100 ? "shift" : "adjoint");
    return svg;
}

/** The same clip, shifted in three ways. */
Svg forms() {
    Map<String, Shift> forms = new LinkedHashMap<>();
    forms.put("both ways, zeros at the ends", Shift.bidirectional(8));
    forms.put("from the past: online", Shift.unidirectional(8));
    forms.put("the ends meet: circulant", new Shift(8, +1, -1, Shift.Boundary.CIRCULANT));
    int wide = 31;
    Svg svg = new Svg(66 + 3 * (C * wide + 22) - 12, 44 + T * ROW, "Three forms of the shift");
    int left = 66;
    for (Map.Entry<String, Shift> form : forms.entrySet()) {
        svg.text(left + C * wide / 2.0, 20, "title", form.getKey());
        table(svg, left, 40, wide, form.getValue().apply(numbers(10, C), T), form.getValue(), true);
        left += C * wide + 22;
    }
    for (int t = 0; t < T; t++) {
        svg.text(56, 40 + t * ROW + 17.5, "right small", "frame " + t);
    }
    return svg;
}

/** Where the shift stands in a residual block, and what the sum then reads from the identity. */
Svg places() {
    Shift shift = Shift.bidirectional(4);
    Tensor x = numbers(10, 4);
    Svg svg = new Svg(760, 470, "The shift in front of a block's first convolution, and in front of the whole block");
    place(svg, 20, "blockres: in front of the first convolution", false, shift, x, x);
    place(svg, 400, "block: in front of the whole block", true, shift, x, shift.apply(x, T));
    return svg;
}

void place(Svg svg, int left, String title, boolean whole, Shift shift, Tensor x, Tensor identity) {
    int way = left + 70;     // of the convolutions
    int around = left + 255; // the identity
    int fork = whole ? 146 : 86;
    svg.text(left + 170, 20, "title", title);
    svg.text(way, 52, "", "x");
    svg.line(way, 60, way, fork);
    svg.line(way, fork, around, fork, around, 190);
    if (whole) {
        step(svg, way, 84, "shift", Svg.SHIFT);
        svg.line(way, 114, way, fork);
    } else {
        svg.arrow(way, fork, way, 110);
        step(svg, way, 110, "shift", Svg.SHIFT);
    }
    svg.arrow(way, whole ? fork : 140, way, 170);
    step(svg, way, 170, "conv1", Svg.BOX);
    svg.arrow(way, 200, way, 230);
    step(svg, way, 230, "…", Svg.BOX);
    svg.arrow(way, 260, way, 290);
    step(svg, way, 290, "last convolution", Svg.BOX);
    svg.arrow(way, 320, way, 386);
    svg.text(around, 206, "small", "the sum reads");
    table(svg, around - 64, 216, 32, identity, shift, whole);
    svg.arrow(around, 352, around, 402, way + 18, 402);
    svg.cell(way - 16, 388, 32, 28, Svg.BOX, "+");
    svg.arrow(way, 416, way, 448);
    svg.text(way, 464, "", "y");
}

void step(Svg svg, int middle, int top, String name, String style) {
    svg.box(middle - 60, top, 120, 30, style);
    svg.text(middle, top + 19.5, "", name);
}

/** Frame by frame: what comes in, what the buffer holds, what goes on. */
Svg stream() {
    Shift shift = Shift.unidirectional(8);
    Tensor x = numbers(10, C);
    int left = 76;
    int buffer = left + C * WIDE + 70;
    int right = buffer + WIDE + 70;
    int row = 62;
    Svg svg = new Svg(right + C * WIDE + 10, 44 + T * row, "A stream: the buffer hands a group of channels to the next frame");
    svg.text(left + C * WIDE / 2.0, 20, "title", "a frame comes in");
    svg.text(buffer + WIDE / 2.0, 20, "title", "buffer");
    svg.text(right + C * WIDE / 2.0, 20, "title", "what the convolution reads");
    Tensor memory = Tensor.zeros(1, 1);
    for (int t = 0; t < T; t++) {
        int top = 40 + t * row;
        Tensor frame = x.slice(t, t + 1);
        Tensor out = shift.step(frame, memory);
        svg.text(left - 10, top + 17.5, "right small", "frame " + t);
        for (int c = 0; c < C; c++) {
            svg.cell(left + c * WIDE + 2, top, WIDE - 4, HIGH, style(shift, c, C), text(frame, c));
            svg.cell(right + c * WIDE + 2, top, WIDE - 4, HIGH,
                    out.get(0, c) == 0 ? Svg.NONE : style(shift, c, C), text(out, c));
        }
        svg.cell(buffer + 2, top, WIDE - 4, HIGH, memory.get(0, 0) == 0 ? Svg.NONE : Svg.PAST, text(memory, 0));
        svg.arrow(buffer + WIDE + 6, top + 13, right - 6, top + 13);
        if (t < T - 1) {
            svg.arrow(left + WIDE / 2.0, top + HIGH + 2, left + WIDE / 2.0, top + 44, buffer + WIDE / 2.0, top + 44,
                    buffer + WIDE / 2.0, top + row - 2);
        }
        memory = shift.memory(frame);
    }
    return svg;
}

String text(Tensor x, int c) {
    return Integer.toString((int) x.get(0, c));
}

/** Which frames know of the middle one after some shifts, if all channels are mixed after each. */
Svg reach() {
    Svg svg = new Svg(700, 216, "How far one frame reaches through several shifts");
    reach(svg, 90, "both ways", Shift.bidirectional(4));
    reach(svg, 410, "online", Shift.unidirectional(4));
    for (int shifts = 0; shifts <= 4; shifts++) {
        svg.text(80, 45 + shifts * 32 + 16, "right small", shifts == 1 ? "1 shift" : shifts + " shifts");
    }
    return svg;
}

void reach(Svg svg, int left, String title, Shift shift) {
    int frames = 11;
    Tensor x = Tensor.zeros(frames, 4);
    Arrays.fill(x.data(), 5 * 4, 6 * 4, 1);
    svg.text(left + frames * 13, 20, "title", title);
    for (int shifts = 0; shifts <= 4; shifts++) {
        for (int t = 0; t < frames; t++) {
            String style = x.get(t, 0) == 0 ? Svg.STAY : t < 5 ? Svg.FUTURE : t > 5 ? Svg.PAST : Svg.LIGHT;
            svg.box(left + t * 26 + 2, 45 + shifts * 32, 22, 22, style);
        }
        Tensor shifted = shift.apply(x, frames);
        for (int t = 0; t < frames; t++) {
            float sum = shifted.get(t, 0) + shifted.get(t, 1) + shifted.get(t, 2) + shifted.get(t, 3);
            Arrays.fill(x.data(), t * 4, t * 4 + 4, sum);
        }
    }
    svg.text(left + frames * 13, 212, "small", "time");
}
