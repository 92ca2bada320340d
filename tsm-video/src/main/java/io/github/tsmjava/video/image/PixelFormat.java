package io.github.tsmjava.video.image;

/** The order of a pixel's bytes in memory. Transparency is dropped. */
public enum PixelFormat {
    RGB(3, 0, 1, 2), BGR(3, 2, 1, 0), RGBA(4, 0, 1, 2), BGRA(4, 2, 1, 0), ARGB(4, 1, 2, 3), GREY(1, 0, 0, 0);

    private final int bytes;
    final int red;
    final int green;
    final int blue;

    PixelFormat(int bytes, int red, int green, int blue) {
        this.bytes = bytes;
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** Of a pixel. */
    public int bytes() {
        return bytes;
    }
}
