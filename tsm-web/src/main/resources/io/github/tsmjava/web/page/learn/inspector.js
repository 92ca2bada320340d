import {colourBar} from './colour-bar.js';
import {el, signed} from './dom.js';
import {colours, showMarked} from './maps.js';

/** One map of the grid, large, with the number under the pointer and what its colours mean. */
export function inspector(view) {
  const canvas = el('canvas', {class: 'pixels', role: 'img'});
  const title = el('p', {class: 'one-title'});
  const value = el('p', {class: 'one-value'});
  const bar = colourBar();
  const root = el(
    'div',
    {class: 'one'},
    canvas,
    title,
    value,
    bar.root,
    el('p', {
      class: 'one-note',
      text: 'Each channel has a scale of its own. Beyond either end lies 1 % of the numbers; they have the last colour.'
    })
  );
  return {
    root,
    words: () => `${title.textContent} ${value.textContent}`,
    show({t, row, px, py}, after) {
      const {table, stack} = view;
      const c = stack.kept[row];
      const source = after ? table.source(t, c) : t;
      const zero = source < 0;
      const map = zero ? new Float32Array(stack.height * stack.width) : stack.map(source, row);
      const now = colours();
      const ink = now[table.kind(c)] ?? now.ink;
      const pixel = py * stack.width + px;
      showMarked(canvas, map, stack.width, view.limits[row], now.paper, ink, pixel, `rgb(${now.ink})`);
      canvas.setAttribute('aria-label', `Map of channel ${c}, frame ${t + 1}`);
      title.textContent =
        `Frame ${t + 1}, channel ${c} ` +
        (zero ? 'holds zeros.' : source === t ? 'holds its own map.' : `holds the map of frame ${source + 1}.`);
      value.textContent = `Row ${py + 1}, column ${px + 1}: ${signed(map[pixel], 4)}`;
      bar.show(map[pixel], view.limits[row], now.paper, ink);
    }
  };
}
