package io.github.tsmjava.train.gesture.drawing;

/** What is behind the hand: gradients, noise, stripes and blobs, painted once and seen through a moving window. */
public final class Background {

    /** Beyond the picture on each side, in widths of the picture: as far as the camera may move. */
    public static final double MARGIN = 0.15;

    private final int size;
    private final int side;
    private final float[] texture;

    public Background(int size, boolean plain, SeededRandom random) {
        this.size = size;
        this.side = (int) Math.ceil(size * (1 + 2 * MARGIN)) + 1;
        this.texture = new float[side * side * 3];
        gradient(plain, random);
        if (!plain && random.chance(0.85)) {
            for (int layer = random.below(3); layer > 0; layer--) {
                noise(random);
            }
            if (random.chance(0.35)) {
                stripes(random);
            }
            Canvas canvas = new Canvas(side, texture, new Canvas.Camera(0, 0, random.between(1, 4), 0, 0));
            for (int blob = random.below(7); blob > 0; blob--) {
                canvas.draw(blob(random), Paint.any(random, 0));
            }
        }
    }

    private static Capsule blob(SeededRandom random) {
        double x = random.between(0, 1);
        double y = random.between(0, 1);
        double radius = random.between(0.02, 0.12);
        boolean upright = random.chance(0.5);
        double length = random.chance(0.5) ? 0 : random.between(0.1, 0.6);
        return new Capsule(x, y, radius, upright ? x : x + length, upright ? y + length : y, radius);
    }

    /** A value for each place of the texture; x and y in widths of the picture. */
    @FunctionalInterface
    private interface Layer {
        double at(double x, double y);
    }

    /** Moves every place from its colour towards another by the layer's value, 0 to 1. */
    private void blend(Paint paint, Layer layer) {
        for (int row = 0, i = 0; row < side; row++) {
            for (int column = 0; column < side; column++, i += 3) {
                float share = (float) layer.at((double) column / size, (double) row / size);
                texture[i] += share * ((float) paint.red() - texture[i]);
                texture[i + 1] += share * ((float) paint.green() - texture[i + 1]);
                texture[i + 2] += share * ((float) paint.blue() - texture[i + 2]);
            }
        }
    }

    private void gradient(boolean dark, SeededRandom random) {
        // Rooms are grey rather than colourful, and some cameras see nothing but dark behind the hand.
        double brightness = dark || random.chance(0.15) ? random.between(0, 0.15) : random.between(0.6, 1.2);
        Paint from = Paint.any(random, 0).times(brightness);
        Paint to = Paint.any(random, 0).times(brightness);
        double angle = random.between(0, 2 * Math.PI);
        double dx = StrictMath.cos(angle) / 1.4;
        double dy = StrictMath.sin(angle) / 1.4;
        blend(from, (x, y) -> 1);
        blend(to, (x, y) -> Math.clamp(0.5 + (x - 0.65) * dx + (y - 0.65) * dy, 0, 1));
    }

    private void stripes(SeededRandom random) {
        double angle = random.between(0, 2 * Math.PI);
        double waves = 2 * Math.PI * random.between(2, 16);
        double dx = waves * StrictMath.cos(angle);
        double dy = waves * StrictMath.sin(angle);
        double phase = random.between(0, 2 * Math.PI);
        double sharpness = random.between(0.5, 4);
        double strength = random.between(0.1, 0.7);
        blend(Paint.any(random, 0),
                (x, y) -> strength * Math.clamp(0.5 + sharpness * StrictMath.sin(x * dx + y * dy + phase), 0, 1));
    }

    /** Random values on a grid, interpolated smoothly. */
    private void noise(SeededRandom random) {
        double cells = random.between(3, 40);
        int grid = (int) Math.ceil(cells * side / size) + 2;
        double[] values = new double[grid * grid];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.between(0, 1);
        }
        double strength = random.between(0.1, 0.7);
        blend(Paint.any(random, 0), (x, y) -> {
            int column = (int) (x * cells);
            int row = (int) (y * cells);
            double fx = Ease.of(x * cells - column);
            double fy = Ease.of(y * cells - row);
            int at = row * grid + column;
            double above = values[at] + fx * (values[at + 1] - values[at]);
            double below = values[at + grid] + fx * (values[at + grid + 1] - values[at + grid]);
            return strength * (above + fy * (below - above));
        });
    }

    /** The picture, interpolated between the pixels of the texture. */
    public Canvas seenBy(Canvas.Camera camera) {
        float[] pixels = new float[size * size * 3];
        double left = (camera.x() + MARGIN) * size;
        double top = (camera.y() + MARGIN) * size;
        float fx = (float) (left - Math.floor(left));
        float fy = (float) (top - Math.floor(top));
        for (int row = 0, i = 0; row < size; row++) {
            int above = ((row + (int) top) * side + (int) left) * 3;
            int below = above + side * 3;
            for (int j = 0; j < size * 3; j++, i++) {
                float upper = texture[above + j] + fx * (texture[above + j + 3] - texture[above + j]);
                float lower = texture[below + j] + fx * (texture[below + j + 3] - texture[below + j]);
                pixels[i] = upper + fy * (lower - upper);
            }
        }
        return new Canvas(size, pixels, camera);
    }
}
