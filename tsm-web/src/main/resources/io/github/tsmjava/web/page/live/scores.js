// The decision, and a bar for each class: smoothed, and of this frame alone.

const PATIENCE = 12000;
const MOST = 12;
const percent = new Intl.NumberFormat("en", {style: "percent", maximumFractionDigits: 0});

export class Scores {

  constructor(list, decision, note) {
    Object.assign(this, {list, decision, note});
    this.rows = new Map();
  }

  begin(classes, idle) {
    this.classes = classes;
    this.idle = idle;
    this.rows.clear();
    this.list.replaceChildren();
    this.before = null;
    this.seen = false;
    this.since = performance.now();
    this.write("Waiting for pictures", true, "");
    classes.slice(0, MOST).forEach((_, index) => this.draw({index, raw: 0, smoothed: 0}, false));
  }

  write(text, idle, note) {
    if (this.decision.textContent !== text) {
      this.decision.textContent = text;
      this.decision.dataset.idle = idle;
      this.decision.classList.toggle("waiting", !this.seen);
      this.decision.classList.remove("fresh");
      if (!idle) {
        void this.decision.offsetWidth;
        this.decision.classList.add("fresh");
      }
    }
    if (this.note.textContent !== note) {
      this.note.textContent = note;
    }
  }

  show({scores, decision}) {
    this.seen = true;
    const idle = decision.index === this.idle;
    const now = performance.now();
    if (!idle) {
      this.before = decision.label;
      this.since = now;
      this.write(decision.label, false, "");
    } else if (now - this.since > PATIENCE) {
      this.write(decision.label, true, "Nothing seen for a while. Is the whole hand in the picture? The gestures are below.");
    } else {
      this.write(decision.label, true, this.before ? `before that: ${this.before}` : "");
    }
    const shown = new Set(scores.map(score => score.index));
    for (const [index, row] of this.rows) {
      if (!shown.has(index)) {
        row.remove();
        this.rows.delete(index);
      }
    }
    for (const score of scores) {
      this.draw(score, score.index === decision.index);
    }
  }

  draw({index, raw, smoothed}, chosen) {
    const row = this.rows.get(index) ?? this.add(index);
    const [name, bars, value] = row.children;
    row.classList.toggle("chosen", chosen);
    bars.children[0].style.setProperty("--share", smoothed.toFixed(3));
    bars.children[1].style.setProperty("--share", raw.toFixed(3));
    value.textContent = this.seen ? percent.format(smoothed) : "";
  }

  add(index) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = name.title = this.classes[index];
    const bars = document.createElement("span");
    bars.className = "bars";
    bars.append(document.createElement("i"), document.createElement("i"));
    const value = document.createElement("span");
    value.className = "value";
    row.append(name, bars, value);
    row.dataset.index = index;
    const after = [...this.list.children].find(other => Number(other.dataset.index) > index);
    this.list.insertBefore(row, after ?? null);
    this.rows.set(index, row);
    return row;
  }
}
