// Takes pictures from a source and sends them as raw pixels: one on its way at a time, the newest wins.

const HEADER = 16;
const SHORTER_SIDE = 160;
const LEAST_INTERVAL = 1000 / 30 - 5;
const PATIENCE = 3000;

export class Frames {

  constructor(connection) {
    this.connection = connection;
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", {willReadFrequently: true, alpha: false});
    this.number = 0;
    this.dropped = 0;
    this.sent = 0;
    this.underway = null;
    this.next = null;
  }

  /**
   * Offers a picture.
   *
   * drawable: a video or canvas; captured: when it was taken, by performance.now(); stamp: its time in its own video, in
   * milliseconds, by which the network picks.
   */
  offer(drawable, width, height, captured, stamp = captured) {
    const now = performance.now();
    if (!this.connection.isOpen || !width || now - this.sent < LEAST_INTERVAL) {
      return;
    }
    if (this.underway && now - this.underway.sent < PATIENCE) {
      this.dropped += this.next ? 1 : 0;
      this.next = () => this.offer(drawable, width, height, captured, stamp);
      return;
    }
    this.send(drawable, width, height, captured, stamp, now);
  }

  send(drawable, width, height, captured, stamp, offered) {
    const scale = Math.min(1, SHORTER_SIDE / Math.min(width, height));
    const w = Math.round(width * scale), h = Math.round(height * scale);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.context.imageSmoothingQuality = "high";
    }
    this.context.drawImage(drawable, 0, 0, w, h);
    const message = new Uint8Array(HEADER + 4 * w * h);
    const header = new DataView(message.buffer);
    header.setInt32(0, ++this.number, true);
    header.setUint16(4, w, true);
    header.setUint16(6, h, true);
    header.setFloat64(8, stamp, true);
    message.set(this.context.getImageData(0, 0, w, h).data, HEADER);
    this.sent = performance.now();
    this.underway = {number: this.number, captured, offered, sent: this.sent};
    this.connection.send(message);
  }

  /** Told each answer; gives what is known of its picture, or null. */
  answered(number) {
    const frame = this.underway;
    if (frame?.number !== number) {
      return null;
    }
    this.underway = null;
    const next = this.next;
    this.next = null;
    next?.();
    return frame;
  }

  /** Nothing is on its way any more. */
  clear() {
    this.underway = this.next = null;
  }
}
