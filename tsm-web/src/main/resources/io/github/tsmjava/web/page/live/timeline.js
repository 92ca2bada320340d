// The decisions of the last 30 seconds, from the left to now.

const SPAN = 30000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Timeline {

  constructor(canvas) {
    this.canvas = canvas;
    this.parts = [];
    new ResizeObserver(() => this.draw()).observe(canvas);
    dark.addEventListener("change", () => this.draw());
    const again = () => {
      this.draw();
      setTimeout(again, calm.matches ? 1000 : 100);
    };
    again();
  }

  begin(idle) {
    this.idle = idle;
    this.cut();
  }

  /** What follows is another scene. */
  cut() {
    this.open = null;
  }

  add({decision, scores}) {
    const now = performance.now();
    const goesOn = this.open && now - this.open.to < 1000;
    if (!goesOn || this.open.index !== decision.index) {
      this.open = {index: decision.index, label: decision.label, from: goesOn ? this.open.to : now, to: now};
      this.parts.push(this.open);
    }
    this.open.to = now;
    this.parts = this.parts.filter(part => now - part.to < SPAN);
  }

  draw() {
    const {canvas} = this;
    const ratio = devicePixelRatio;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const g = canvas.getContext("2d");
    g.scale(ratio, ratio);
    const style = getComputedStyle(canvas);
    const colour = name => style.getPropertyValue(name).trim();
    const now = performance.now();
    const x = time => width * (1 - (now - time) / SPAN);
    const top = 26, bar = 34;
    g.fillStyle = colour("--line");
    g.fillRect(0, top + bar / 2 - 1, width, 2);
    g.font = `12px ${style.fontFamily}`;
    g.fillStyle = colour("--quiet");
    for (const seconds of [30, 20, 10, 0]) {
      g.textAlign = seconds === 30 ? "left" : seconds === 0 ? "right" : "center";
      g.fillText(seconds ? `${seconds} s ago` : "now", x(now - 1000 * seconds), height - 6);
    }
    let free = -Infinity;
    for (const part of this.parts) {
      const from = x(part.from), size = Math.max(3, x(part.to) - from);
      const isIdle = part.index === this.idle;
      g.fillStyle = colour(isIdle ? "--raw" : "--accent");
      g.beginPath();
      g.roundRect(from, isIdle ? top + bar / 2 - 3 : top, size, isIdle ? 6 : bar, isIdle ? 3 : 6);
      g.fill();
      if (!isIdle && from > free) {
        g.font = `600 13px ${style.fontFamily}`;
        g.textAlign = "left";
        g.fillStyle = colour("--ink");
        const text = g.measureText(part.label).width;
        const at = Math.min(Math.max(0, from), width - text);
        if (at > free) {
          g.fillText(part.label, at, top - 9);
          free = at + text + 12;
        }
      }
    }
  }
}
