// Pictures of a camera or a video, as the server takes them.

const SHORTER_SIDE = 160;
const HEADER = 8;

/** Collects pictures; `offer` is what the live page's sources call with each of theirs. */
export class Recording {
  /** @param rate pictures a second, at most */
  constructor(rate) {
    this.rate = rate;
    this.pictures = [];
    this.begun = null;
    this.slot = -1;
    this.runs = false;
    this.canvas = document.createElement('canvas');
    this.context = this.canvas.getContext('2d', {willReadFrequently: true, alpha: false});
  }

  start() {
    this.runs = true;
  }

  /**
   * Keeps the first picture of each slot of time, so that a recording lasts as long as what it shows, whatever the camera's
   * rate. Of a camera that is too slow, the newest picture fills the slots without one.
   */
  offer(drawable, width, height) {
    if (!this.runs || !width) return;
    const now = performance.now();
    this.begun ??= now;
    // Cameras are a few milliseconds early at times.
    const slot = Math.floor(((now - this.begun + 5) * this.rate) / 1000);
    const missed = Math.min(slot - this.slot - 1, this.rate);
    if (slot === this.slot) return;
    for (let i = 0; i < missed; i++) this.pictures.push(this.pictures.at(-1));
    this.slot = slot;
    this.keep(drawable, width, height);
  }

  keep(drawable, width, height) {
    if (this.pictures.length === 0) {
      const scale = Math.min(1, SHORTER_SIDE / Math.min(width, height));
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.context.imageSmoothingQuality = 'high';
    }
    this.context.drawImage(drawable, 0, 0, this.canvas.width, this.canvas.height);
    this.pictures.push(this.context.getImageData(0, 0, this.canvas.width, this.canvas.height).data);
  }

  /** How many bytes the pictures have, as the server takes them. */
  size() {
    return 3 * this.canvas.width * this.canvas.height * this.pictures.length;
  }

  /** Four unsigned shorts: how many, width, height, a second; then three bytes a pixel. */
  bytes() {
    const {width, height} = this.canvas;
    const bytes = new Uint8Array(HEADER + this.size());
    const header = new DataView(bytes.buffer);
    [this.pictures.length, width, height, this.rate].forEach((value, i) => header.setUint16(2 * i, value, true));
    let to = HEADER;
    for (const rgba of this.pictures) {
      for (let from = 0; from < rgba.length; from += 4) {
        bytes[to++] = rgba[from];
        bytes[to++] = rgba[from + 1];
        bytes[to++] = rgba[from + 2];
      }
    }
    return bytes;
  }
}
