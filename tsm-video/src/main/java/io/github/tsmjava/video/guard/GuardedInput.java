package io.github.tsmjava.video.guard;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes for ImageIO, which ends reading them when nobody waits for the picture any more. */
public final class GuardedInput extends ImageInputStreamImpl {

    private final byte[] bytes;

    public GuardedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        Guard.check();
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        Guard.check();
        bitOffset = 0;
        int count = (int) Math.min(length, bytes.length - streamPos);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(bytes, (int) streamPos, to, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
