// The drawn clips: a gallery of what the gestures look like, and a source that plays them.

const HOLD_BEFORE = 500, HOLD_AFTER = 900;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Clip {

  constructor(bytes) {
    const [count, width, height, rate] = new Uint16Array(bytes, 0, 4);
    this.interval = 1000 / rate;
    this.frames = Array.from({length: count}, (_, i) => {
      const rgb = new Uint8Array(bytes, 8 + i * width * height * 3, width * height * 3);
      const image = new ImageData(width, height);
      for (let from = 0, to = 0; from < rgb.length; to++) {
        image.data[to++] = rgb[from++];
        image.data[to++] = rgb[from++];
        image.data[to++] = rgb[from++];
        image.data[to] = 255;
      }
      return image;
    });
  }

  get duration() {
    return this.frames.length * this.interval;
  }

  /** The frame at a time; the first and the last one are held before and after. */
  at(time) {
    return this.frames[Math.max(0, Math.min(this.frames.length - 1, Math.floor(time / this.interval)))];
  }
}

export function show(canvas, image) {
  if (canvas.width !== image.width || canvas.height !== image.height) {
    canvas.width = image.width;
    canvas.height = image.height;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

export class Gallery {

  /** chosen is called with the names to play. */
  constructor(list, token, chosen) {
    this.list = list;
    this.token = token;
    this.chosen = chosen;
    this.lively = true;
    this.clips = new Map();
    this.canvases = new Map();
  }

  async fetch(path) {
    const response = await fetch(`/api/${path}?token=${encodeURIComponent(this.token)}`);
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    return response;
  }

  /** Lists the gestures at once and draws them as their clips come. */
  async load() {
    this.entries = await (await this.fetch("clips")).json();
    for (const {name, label} of this.entries) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.name = name;
      button.setAttribute("aria-pressed", "false");
      const canvas = document.createElement("canvas");
      button.append(canvas, label);
      button.addEventListener("click", () => this.chosen([name]));
      const item = document.createElement("li");
      item.append(button);
      this.list.append(item);
      this.canvases.set(name, canvas);
    }
    for (const {name} of this.entries) {
      await this.clip(name);
    }
    requestAnimationFrame(now => this.draw(now));
  }

  get names() {
    return this.entries?.map(entry => entry.name) ?? [];
  }

  async clip(name) {
    if (!this.clips.has(name)) {
      const coming = this.fetch(`clips/${name}`).then(async response => new Clip(await response.arrayBuffer()));
      coming.catch(() => this.clips.delete(name));
      this.clips.set(name, coming);
      const clip = await this.clips.get(name);
      show(this.canvases.get(name), clip.at(clip.duration / 2));
    }
    return this.clips.get(name);
  }

  /** Small pictures move in step while nothing else does, and under the pointer; for those who want no motion they stand. */
  async draw(now) {
    for (const [name, canvas] of this.canvases) {
      if (!calm.matches && (this.lively || canvas.parentElement.matches(":hover, :focus-visible"))) {
        const clip = await this.clips.get(name);
        show(canvas, clip.at(now % (clip.duration + 1200) - 400));
      }
    }
    setTimeout(() => requestAnimationFrame(later => this.draw(later)), 60);
  }

  mark(name) {
    for (const button of this.list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.name === name));
    }
  }
}

export class Clips {

  constructor(canvas, frames, gallery, forget) {
    Object.assign(this, {canvas, frames, gallery, forget});
  }

  /** Plays clips one after the other, round and round; the stream begins anew with each. */
  async start(names) {
    this.running = true;
    for (let i = 0; this.running; i = (i + 1) % names.length) {
      const clip = await this.gallery.clip(names[i]);
      this.forget();
      this.gallery.mark(names[i]);
      await this.play(clip);
    }
  }

  play(clip) {
    return new Promise(done => {
      let begun, last = 0;
      const step = now => {
        begun ??= now;
        const time = now - begun - HOLD_BEFORE;
        if (!this.running || time > clip.duration + HOLD_AFTER) {
          done();
          return;
        }
        requestAnimationFrame(step);
        if (now - last >= clip.interval - 4) {
          last = now;
          show(this.canvas, clip.at(time));
          this.frames.offer(this.canvas, this.canvas.width, this.canvas.height, performance.now());
        }
      };
      requestAnimationFrame(step);
    });
  }

  stop() {
    this.running = false;
    this.gallery.mark(null);
  }
}
