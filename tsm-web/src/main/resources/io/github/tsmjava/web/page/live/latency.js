// Where the time between a picture and its answer goes.

const KEPT = 150;
const STAGES = {
  camera: "capture", grab: "take pixels", there: "there", wait: "wait", preprocess: "preprocess", network: "network",
  back: "back",
};

/** The value below which a share of all lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN;
}

export class Latency {

  constructor(elements) {
    this.elements = elements;
    this.rows = [];
    this.bars = {};
    for (const [stage, name] of Object.entries(STAGES)) {
      const bar = document.createElement("i");
      bar.dataset.stage = stage;
      elements.stages.append(bar);
      const item = document.createElement("li");
      const mark = document.createElement("i");
      const value = document.createElement("b");
      item.dataset.stage = stage;
      item.append(mark, `${name} `, value);
      elements.legend.append(item);
      this.bars[stage] = {bar, value};
    }
    setInterval(() => this.draw(), 500);
  }

  /** The two clocks tell the same time but for an offset, which the quickest message shows best. */
  begin() {
    this.rows = [];
    this.quickest = Infinity;
    this.offset = 0;
  }

  /** frame: from Frames; answer: from the server, now. */
  add(frame, answer) {
    const now = performance.now();
    const trip = now - frame.sent - (answer.answered - answer.received);
    // A clock drifts, so no offset is trusted for ever.
    this.quickest *= 1.002;
    if (trip <= this.quickest) {
      this.quickest = trip;
      this.offset = (answer.received - frame.sent + answer.answered - now) / 2;
    }
    if (!answer.seen) {
      return;
    }
    this.rows.push({
      now,
      total: now - frame.captured,
      camera: Math.max(0, frame.offered - frame.captured),
      grab: frame.sent - frame.offered,
      there: Math.max(0, answer.received - frame.sent - this.offset),
      wait: answer.time.wait,
      preprocess: answer.time.preprocess,
      network: answer.time.network,
      back: Math.max(0, now - answer.answered + this.offset),
    });
    this.rows.splice(0, this.rows.length - KEPT);
  }

  draw() {
    const now = performance.now();
    const recent = this.rows.filter(row => now - row.now < 2000).length;
    const write = (element, value, digits) => {
      element.textContent = Number.isFinite(value) ? value.toFixed(digits) : "–";
    };
    const totals = this.rows.map(row => row.total);
    write(this.elements.median, quantile(totals, 0.5), 0);
    write(this.elements.p95, quantile(totals, 0.95), 0);
    write(this.elements.fps, this.rows.length ? recent / 2 : NaN, 0);
    for (const [stage, {bar, value}] of Object.entries(this.bars)) {
      const median = quantile(this.rows.map(row => row[stage]), 0.5);
      bar.style.setProperty("--share", median || 0);
      write(value, median, 1);
    }
  }
}
