import {frameStyle} from './clip.js';
import {el, range} from './dom.js';
import {colours, picture, sharp, spread} from './maps.js';

const GAP = 2;
const LABELS = 34;
const STAGGER = 0.35;

const eased = x => (x < 0.5 ? 4 * x * x * x : 1 - Math.pow(2 - 2 * x, 3) / 2);

/** The grid of maps, time to the right and channels downwards, drawn somewhere between before and after the shift. */
export class GridView {
  constructor(clip) {
    this.clip = clip;
    this.head = el('ol', {class: 'grid-head', 'aria-hidden': 'true'});
    this.canvas = el('canvas', {tabindex: 0, role: 'img', class: 'grid-canvas'});
    this.root = el('div', {class: 'grid-view'}, this.head, this.canvas);
  }

  /** Takes the maps of another block. */
  look(stack) {
    this.stack = stack;
    this.limits = stack.kept.map((_, row) => spread(...range(this.clip.frames).map(t => stack.map(t, row))));
  }

  /** Takes another shift; maps are coloured by where their group goes. */
  use(table) {
    this.table = table;
    this.head.replaceChildren(
      ...range(table.frames).map(t =>
        el('li', {class: 'pixels', style: frameStyle(this.clip, t), 'data-number': t + 1})
      )
    );
    this.paint();
  }

  /** Paints each map once, for the colours that the page has now. */
  paint() {
    const {height, width, kept} = this.stack;
    const now = colours();
    this.colours = now;
    this.atlas = document.createElement('canvas');
    this.atlas.width = this.table.frames * width;
    this.atlas.height = kept.length * height;
    const context = this.atlas.getContext('2d');
    kept.forEach((c, row) => {
      const kind = this.table.kind(c);
      for (let t = 0; t < this.table.frames; t++) {
        context.putImageData(
          picture(this.stack.map(t, row), width, this.limits[row], now.paper, now[kind] ?? now.ink),
          t * width,
          row * height
        );
      }
    });
  }

  /** @param part 0 before the shift, 1 after it */
  draw(part, chosen) {
    const {table} = this;
    const rows = this.stack.kept.length;
    const width = this.root.clientWidth;
    this.cell = Math.min(56, (width - LABELS) / this.clip.frames);
    const context = sharp(this.canvas, width, this.cell * rows);
    this.head.style.marginLeft = LABELS + 'px';
    this.head.style.width = this.cell * table.frames + 'px';
    for (let row = 0; row < rows; row++) {
      const begin = (STAGGER * row) / rows;
      this.row(context, row, eased(Math.max(0, Math.min(1, (part - begin) / (1 - STAGGER)))));
    }
    if (chosen) {
      const [x, y] = this.corner(chosen.t, chosen.row);
      context.strokeStyle = getComputedStyle(this.root).getPropertyValue('--ink');
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, this.cell - GAP, this.cell - GAP);
    }
  }

  corner(t, row) {
    return [LABELS + t * this.cell, row * this.cell];
  }

  row(context, row, part) {
    const {table} = this;
    const c = this.stack.kept[row];
    const step = -table.offset(c);
    context.fillStyle = `rgb(${this.colours[table.kind(c)] ?? this.colours.ink})`;
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.fillText(c + (step === 0 ? '' : step > 0 ? ' →' : ' ←'), 2, (row + 0.5) * this.cell);
    context.save();
    context.beginPath();
    context.rect(LABELS, row * this.cell, table.frames * this.cell, this.cell);
    context.clip();
    for (let t = 0; t < table.frames; t++) {
      const target = table.target(t, c);
      const leaves = target < 0 || Math.abs(target - t) > 1 || (step !== 0 && target !== t + step);
      this.map(context, t, row, t + step * part, leaves ? 1 - part * 0.85 : 1);
      if (leaves && target >= 0) this.map(context, t, row, target - step * (1 - part), 1);
    }
    for (let t = 0; t < table.frames; t++) {
      if (table.source(t, c) < 0) this.zeros(context, t - step * (1 - part), row);
    }
    context.restore();
  }

  map(context, t, row, at, alpha) {
    const {height, width} = this.stack;
    const [x, y] = this.corner(at, row);
    context.globalAlpha = alpha;
    context.drawImage(this.atlas, t * width, row * height, width, height, x, y, this.cell - GAP, this.cell - GAP);
    context.globalAlpha = 1;
  }

  /** Zeros are hatched, so that nobody takes them for a map. */
  zeros(context, at, row) {
    const [x, y] = this.corner(at, row);
    const size = this.cell - GAP;
    context.save();
    context.beginPath();
    context.rect(x, y, size, size);
    context.clip();
    context.fillStyle = `rgb(${this.colours.paper})`;
    context.fillRect(x, y, size, size);
    context.strokeStyle = `rgb(${this.colours.line})`;
    context.lineWidth = 1.5;
    for (let i = -size; i < size; i += 6) {
      context.beginPath();
      context.moveTo(x + i, y + size);
      context.lineTo(x + i + size, y);
      context.stroke();
    }
    context.fillStyle = `rgb(${this.colours.ink})`;
    context.textAlign = 'center';
    context.fillText('0', x + size / 2, y + size / 2);
    context.textAlign = 'start';
    context.restore();
  }

  /** The cell under a pointer, or null; its pixel, too. */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = (event.clientX - box.left - LABELS) / this.cell;
    const y = (event.clientY - box.top) / this.cell;
    if (x < 0 || y < 0 || x >= this.table.frames || y >= this.stack.kept.length) return null;
    const within = (z, n) => Math.min(n - 1, Math.floor((((z % 1) * this.cell) / (this.cell - GAP)) * n));
    const {width, height} = this.stack;
    return {t: Math.floor(x), row: Math.floor(y), px: within(x, width), py: within(y, height)};
  }
}
