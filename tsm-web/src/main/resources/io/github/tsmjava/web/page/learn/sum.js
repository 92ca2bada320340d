import {byId, choice, el, fill, onLook, range, signed, slider} from './dom.js';
import {colours, showMarked, spread} from './maps.js';
import {shiftTable} from './shift-table.js';
import {part, row} from './terms.js';

/** Scene 4: one number of the convolution as a sum, and what a convolution over time would cost. */
export function sumScene(data, maps) {
  const {block, network, shifts, clip} = data;
  const table = shiftTable(shifts, network.mode, network.div, clip.frames, block.channels);
  const peak = strongest(data, maps);
  let {filter, t, pixel} = peak;
  let shifted = true;
  const sumOf = source =>
    range(block.channels).reduce((sum, c) => {
      const from = source(c);
      return sum + (from < 0 ? 0 : maps.input(from, c)[peak.pixel] * block.weights[peak.filter][c]);
    }, 0);
  fill(
    'sum-words',
    `At the marked pixel of frame ${peak.t + 1}, filter ${block.filters[peak.filter]} gives ` +
      `${signed(sumOf(c => table.source(peak.t, c)))}. ` +
      `With all channels from the frame itself it would give ${signed(sumOf(() => peak.t))}.`
  );
  const canvas = el('canvas', {class: 'pixels pick', tabindex: 0, role: 'img'});
  const limits = range(block.filters.length).map(f => spread(...range(clip.frames).map(s => maps.output(f, s))));
  const body = el('tbody');
  const result = el('div', {class: 'result', 'aria-live': 'polite'});

  function draw() {
    const now = colours();
    const map = maps.output(filter, t);
    showMarked(
      canvas,
      map,
      block.width,
      limits[filter],
      now.paper,
      now.ink,
      pixel,
      getComputedStyle(canvas).getPropertyValue('--accent')
    );
    const terms = range(block.channels).map(c => {
      const source = shifted ? table.source(t, c) : t;
      const value = source < 0 ? 0 : maps.input(source, c)[pixel];
      return {c, source, kind: shifted ? table.kind(c) : 'stay', value, weight: block.weights[filter][c]};
    });
    const largest = Math.max(...terms.map(term => Math.abs(term.value * term.weight)));
    let running = 0;
    body.replaceChildren(
      ...terms.map(term => {
        running += term.value * term.weight;
        return row(term, t, running, largest);
      })
    );
    const sum = kind =>
      terms
        .filter(term => (term.kind === 'stay') === (kind === 'stay'))
        .reduce((s, term) => s + term.value * term.weight, 0);
    const total = sum('stay') + sum('moved');
    const engine = map[pixel];
    result.replaceChildren(
      part('this frame', sum('stay'), 'stay'),
      el('span', {text: '+'}),
      part('the frame before', sum('moved'), shifted ? 'past' : 'none'),
      el('span', {text: '='}),
      part('the sum', total, 'total'),
      part('the engine', engine, Math.abs(total - engine) < 1e-4 ? 'same' : 'other')
    );
    canvas.setAttribute(
      'aria-label',
      `Output of filter ${block.filters[filter]} for frame ${t + 1}; arrow keys choose a pixel. ` +
        `Row ${Math.floor(pixel / block.width) + 1}, column ${(pixel % block.width) + 1}: ${signed(engine, 4)}`
    );
  }

  const pick = event => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const box = canvas.getBoundingClientRect();
    const x = Math.max(
      0,
      Math.min(block.width - 1, Math.floor(((event.clientX - box.left) / box.width) * block.width))
    );
    const y = Math.max(
      0,
      Math.min(block.height - 1, Math.floor(((event.clientY - box.top) / box.height) * block.height))
    );
    pixel = y * block.width + x;
    draw();
  };
  canvas.addEventListener('pointerdown', pick);
  canvas.addEventListener('pointermove', pick);
  canvas.addEventListener('keydown', event => {
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -block.width, ArrowDown: block.width}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (pixel + step >= 0 && pixel + step < maps.plane) pixel += step;
    draw();
  });

  byId('sum-figure').append(
    el(
      'div',
      {class: 'sum'},
      el(
        'div',
        {class: 'sum-left'},
        canvas,
        slider('Frame', 1, clip.frames, t + 1, String, n => {
          t = n - 1;
          draw();
        }).root,
        el(
          'label',
          {class: 'field'},
          el('span', {text: 'Filter'}),
          el(
            'select',
            {
              onchange: event => {
                filter = Number(event.target.value);
                draw();
              }
            },
            ...block.filters.map((o, f) =>
              el('option', {value: f, text: `${o} of ${block.outputs}`, selected: f === filter})
            )
          )
        ),
        choice(
          'The shift',
          'sum-shift',
          [
            ['yes', 'with the shift'],
            ['', 'without it']
          ],
          'yes',
          value => {
            shifted = value !== '';
            draw();
          }
        )
      ),
      el(
        'div',
        {class: 'sum-right'},
        el(
          'table',
          {class: 'terms'},
          el('caption', {class: 'hidden', text: 'The products of the sum'}),
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              ...['channel', 'kernel', 'frame', 'value', '× weight', '= product', 'so far'].map((text, i) =>
                el('th', {scope: 'col', text, class: i === 6 ? 'far' : null})
              )
            )
          ),
          body
        )
      ),
      result
    )
  );
  onLook(canvas, draw);
  draw();
}

/** Where moved channels and the others differ most: there, the sum says that something moves. */
function strongest({block, clip}, maps) {
  let found = {filter: 0, t: 1, pixel: 0};
  let most = -1;
  block.filters.forEach((_, filter) => {
    for (let t = 1; t < clip.frames; t++) {
      for (let pixel = 0; pixel < maps.plane; pixel++) {
        let before = 0;
        let instead = 0;
        for (let c = 0; c < block.moving; c++) {
          before += maps.input(t - 1, c)[pixel] * block.weights[filter][c];
          instead += maps.input(t, c)[pixel] * block.weights[filter][c];
        }
        if (Math.abs(before - instead) > most) {
          most = Math.abs(before - instead);
          found = {filter, t, pixel};
        }
      }
    }
  });
  return found;
}
