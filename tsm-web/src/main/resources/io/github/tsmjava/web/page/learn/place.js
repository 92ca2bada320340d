import {bars} from './clip.js';
import {best, byId, choice, el, onLook, range, slider} from './dom.js';
import {colours, show, spread} from './maps.js';
import {shiftTable} from './shift-table.js';

/** Scene 5: what the residual adds, unshifted or shifted, of one moving channel. */
export function placeScene({block, clip, network, orders, shifts}, maps) {
  const table = shiftTable(shifts, network.mode, network.div, clip.frames, block.channels);
  const zeros = new Float32Array(maps.plane);
  const shifted = (t, c) => (table.source(t, c) < 0 ? zeros : maps.input(table.source(t, c), c));
  const plus = (a, b) => a.map((value, i) => value + b[i]);
  const minus = (a, b) => a.map((value, i) => value - b[i]);
  let {t, c} = liveliest(block, clip, maps);
  const pictures = {};
  const picture = (name, caption) => {
    pictures[name] = el('canvas', {class: 'pixels', role: 'img'});
    return el('figure', {}, pictures[name], el('figcaption', {text: caption}));
  };
  const sign = text => el('span', {class: 'sign', text});
  const row = (title, note, kind, ...parts) =>
    el(
      'div',
      {class: 'addition', 'data-kind': kind},
      el('h3', {}, title, el('small', {class: 'quiet', text: note})),
      el('div', {}, ...parts)
    );

  function draw() {
    const now = colours();
    const limits = spread(...range(clip.frames).map(s => maps.input(s, c)));
    const own = maps.input(t, c);
    const before = shifted(t, c);
    const found = maps.branch(c, t);
    const right = plus(own, found);
    const wrong = plus(before, found);
    const paint = (name, map, ink, words) => {
      show(pictures[name], map, block.width, name === 'lost' ? spread(map.map(Math.abs)) : limits, now.paper, ink);
      pictures[name].setAttribute('aria-label', `${words}, channel ${c}`);
    };
    const here = `Frame ${t + 1}`;
    const there = table.source(t, c) < 0 ? 'Zeros' : `Frame ${table.source(t, c) + 1}`;
    paint('own', own, now.ink, `${here}, its own map`);
    paint('found', found, now.ink, `${here}, what the branch finds`);
    paint('right', right, now.ink, `${here}, the sum`);
    paint('before', before, now.past, `${there} instead of frame ${t + 1}`);
    paint('again', found, now.ink, `${here}, what the branch finds`);
    paint('wrong', wrong, now.ink, `The sum from the wrong frame`);
    paint('lost', minus(right, wrong).map(Math.abs), now.past, 'The difference of the two sums');
    pictures.own.nextSibling.textContent = `x, frame ${t + 1}`;
    pictures.before.nextSibling.textContent =
      table.source(t, c) < 0 ? 'x, zeros' : `x, frame ${table.source(t, c) + 1}`;
  }

  byId('place-figure').append(
    row(
      'blockres',
      ' the skip path keeps the frame’s own maps',
      'right',
      picture('own', 'x'),
      sign('+'),
      picture('found', 'f(shifted x)'),
      sign('='),
      picture('right', 'y')
    ),
    row(
      'block',
      ' the skip path gets the shifted maps, too: what overwriting does',
      'wrong',
      picture('before', 'x'),
      sign('+'),
      picture('again', 'f(shifted x)'),
      sign('='),
      picture('wrong', 'y'),
      picture('lost', 'difference')
    ),
    el(
      'div',
      {class: 'controls'},
      slider('Frame', 1, clip.frames, t + 1, String, n => {
        t = n - 1;
        draw();
      }).root,
      el('span', {class: 'field', text: 'Channel'}),
      choice(
        'Channel',
        'place-channel',
        range(block.moving)
          .slice(0, 8)
          .map(i => [String(i), String(i)]),
        String(c),
        value => {
          c = Number(value);
          draw();
        }
      )
    )
  );
  const verdict = (title, answer) =>
    el(
      'div',
      {class: 'answer'},
      el('p', {class: 'quiet', text: title}),
      el('p', {class: 'verdict', text: network.labels[best(answer.probabilities)]}),
      bars(network.labels, answer.probabilities, 3)
    );
  byId('place-figure').append(
    el(
      'div',
      {class: 'verdicts'},
      verdict('the network as it is', orders[0].shifted),
      verdict('each shift written over its input', block.overwritten)
    )
  );
  onLook(byId('place-figure'), draw);
  draw();
}

/** The moving channel and the frame that differ most from the frame before. */
function liveliest(block, clip, maps) {
  let found = {t: 1, c: 0};
  let most = -1;
  for (let c = 0; c < block.moving; c++) {
    for (let t = 1; t < clip.frames; t++) {
      const before = maps.input(t - 1, c);
      const change = maps.input(t, c).reduce((sum, value, i) => sum + (value - before[i]) ** 2, 0);
      if (change > most) {
        most = change;
        found = {t, c};
      }
    }
  }
  return found;
}
