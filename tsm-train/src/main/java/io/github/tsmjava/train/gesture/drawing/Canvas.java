package io.github.tsmjava.train.gesture.drawing;

/**
 * A square picture under work: red, green and blue from 0 to 1, interleaved. What is drawn is given in widths of the
 * picture, so a scene looks the same at every size.
 */
public final class Canvas {

    /** Share of the light that comes from everywhere. */
    private static final double AMBIENT = 0.5;

    private final int size;
    private final float[] pixels;
    private final Camera camera;

    /**
     * How things are seen.
     *
     * @param x      to the right of what is drawn at 0, in widths of the picture, as y below
     * @param soft   width of edges in pixels
     * @param lightX direction to the light in the picture, of length below 1, as lightY
     */
    public record Camera(double x, double y, double soft, double lightX, double lightY) {
    }

    public Canvas(int size, float[] pixels, Camera camera) {
        this.size = size;
        this.pixels = pixels;
        this.camera = camera;
    }

    public float[] pixels() {
        return pixels;
    }

    public Canvas copy() {
        return new Canvas(size, pixels.clone(), camera);
    }

    public void draw(Capsule capsule, Paint paint) {
        double ax = capsule.startX() - camera.x;
        double ay = capsule.startY() - camera.y;
        double dx = capsule.endX() - capsule.startX();
        double dy = capsule.endY() - capsule.startY();
        double lengthSquared = Math.max(dx * dx + dy * dy, 1e-12);
        double largest = Math.max(capsule.startRadius(), capsule.endRadius()) + camera.soft / size;
        double lightZ = Math.sqrt(1 - camera.lightX * camera.lightX - camera.lightY * camera.lightY);
        int bottom = last(Math.max(ay, ay + dy) + largest);
        int right = last(Math.max(ax, ax + dx) + largest);
        for (int row = first(Math.min(ay, ay + dy) - largest); row <= bottom; row++) {
            for (int column = first(Math.min(ax, ax + dx) - largest); column <= right; column++) {
                double px = (column + 0.5) / size - ax;
                double py = (row + 0.5) / size - ay;
                double along = Math.clamp((px * dx + py * dy) / lengthSquared, 0, 1);
                double nx = px - along * dx;
                double ny = py - along * dy;
                double radius = capsule.startRadius() + along * (capsule.endRadius() - capsule.startRadius());
                double distance = Math.sqrt(nx * nx + ny * ny);
                double cover = Math.clamp((radius - distance) * size / camera.soft + 0.5, 0, 1);
                if (cover > 0) {
                    double scale = paint.relief() / Math.max(radius, distance);
                    double nz = Math.sqrt(Math.max(0, 1 - (nx * nx + ny * ny) * scale * scale));
                    double lit = Math.max(0, (nx * camera.lightX + ny * camera.lightY) * scale + nz * lightZ);
                    blend(row * size + column, paint, cover, AMBIENT + (1 - AMBIENT) * lit);
                }
            }
        }
    }

    private int first(double edge) {
        return (int) Math.clamp(Math.floor(edge * size), 0, size);
    }

    private int last(double edge) {
        return (int) Math.clamp(Math.ceil(edge * size), -1, size - 1);
    }

    private void blend(int pixel, Paint paint, double cover, double gain) {
        int at = pixel * 3;
        pixels[at] += (float) (cover * (paint.red() * gain - pixels[at]));
        pixels[at + 1] += (float) (cover * (paint.green() * gain - pixels[at + 1]));
        pixels[at + 2] += (float) (cover * (paint.blue() * gain - pixels[at + 2]));
    }
}
