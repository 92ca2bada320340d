import {byId, count, el, fill, power, range} from './dom.js';
import {shiftTable} from './shift-table.js';

const WAYS = [
  {name: 'copy', note: 'writes all maps once more', bytes: costs => costs.maps, written: () => true},
  {
    name: 'in place',
    note: 'writes the moving channels',
    bytes: costs => costs.inPlace,
    written: (table, c) => table.offset(c) !== 0
  },
  {name: 'fused', note: 'reads elsewhere, writes nothing', bytes: () => 0, written: () => false}
];

/** Scene 6: what the shift costs, and the steps of the compiled network. */
export function freeScene({block, clip, costs, network, shifts}) {
  const table = shiftTable(shifts, network.mode, network.div, clip.frames, block.channels);
  fill(
    'same',
    `in place ${costs.sameInPlace ? 'to the bit' : 'not quite'}; fused, where the compiled network also adds in another order, ` +
      `the largest difference of a score is ${costs.fusedDifference === 0 ? 0 : power(costs.fusedDifference)}.`
  );
  const cells = range(block.channels).map(c =>
    range(clip.frames).map(t => el('i', {'data-kind': table.kind(c), 'data-zero': table.source(t, c) < 0}))
  );
  const words = el('p', {class: 'quiet', 'aria-live': 'polite'});
  const use = way => {
    let written = 0;
    cells.forEach((row, c) =>
      row.forEach(cell => {
        cell.toggleAttribute('data-written', way.written(table, c));
        written += way.written(table, c) ? 1 : 0;
      })
    );
    words.textContent =
      `Block ${block.name}, ${way.name}: ${written} of ${clip.frames * block.channels} maps are written${way.name === 'in place' ? ', zeros among them' : ''}` +
      (way.name === 'fused' ? '; the coloured ones are read one frame earlier.' : '.');
  };
  const bars = el(
    'fieldset',
    {class: 'ways'},
    el('legend', {class: 'quiet', text: `Bytes written by the ${network.blocks.length} shifts for one clip`}),
    ...WAYS.map((way, i) =>
      el(
        'label',
        {},
        el('input', {type: 'radio', name: 'way', checked: i === 1, onchange: () => use(way)}),
        el('strong', {text: way.name}),
        el('span', {class: 'quiet', text: way.note}),
        el('span', {class: 'value', text: `${count(way.bytes(costs))} bytes`}),
        el(
          'span',
          {class: 'bar', 'aria-hidden': 'true'},
          el('i', {style: `width:${(100 * way.bytes(costs)) / costs.maps}%`})
        )
      )
    )
  );
  byId('free-figure').append(
    el(
      'div',
      {class: 'ways-and-maps'},
      bars,
      el(
        'div',
        {class: 'written'},
        el('div', {class: 'cells', style: `--frames:${clip.frames}`, 'aria-hidden': 'true'}, ...cells.flat()),
        words
      )
    )
  );
  use(WAYS[1]);
  plan(costs, network);
  byId('free-figure').append(el('p', {class: 'quiet', id: 'times', hidden: true}));
}

/** Says what was measured, if anything was. */
export function tellTimes(times) {
  if (!times) return;
  byId('times').hidden = false;
  byId('times').textContent =
    `Measured on ${times.machine}, medians of ${times.rounds}: all shifts copied ` +
    `${times.copy} µs, in place ${times.inPlace} µs. With the shift fused, the whole network takes ` +
    `${compared(times.plan / times.planUnshifted)} without any shift: ${count(Math.round(times.plan))} and ` +
    `${count(Math.round(times.planUnshifted))} µs.`;
}

function compared(ratio) {
  const percent = Math.round(100 * Math.abs(ratio - 1));
  return percent === 0 ? 'as long as' : `${percent} % ${ratio > 1 ? 'longer' : 'less'} than`;
}

function plan(costs, network) {
  const shifted = costs.steps.filter(step => step.shifted).length;
  const most = Math.max(...costs.steps.map(step => step.multiplyAdds));
  const steps = el(
    'ol',
    {class: 'steps', 'aria-label': 'The steps of the compiled network'},
    ...costs.steps.map(step =>
      el(
        'li',
        {'data-shifted': step.shifted},
        el('span', {text: short(step.layers)}),
        el(
          'span',
          {class: 'bar', 'aria-hidden': 'true'},
          el('i', {style: `width:${(100 * step.multiplyAdds) / most}%`})
        ),
        el('small', {class: 'quiet', text: `${step.algorithm}, ${step.shape}`}),
        step.shifted ? el('b', {class: 'past', text: 'reads two frames'}) : el('span')
      )
    )
  );
  byId('free-figure').append(
    el('h3', {text: `The ${costs.steps.length} steps of the compiled network: none of them shifts`}),
    el('p', {
      class: 'quiet',
      text:
        `In ${shifted} of them the convolution reads 1/${network.div} of its input from the frame before. ` +
        '“Inverted” is a whole block in one step. Bars: multiply-adds.'
    }),
    steps
  );
}

/** The block, for layers of one block. */
function short(layers) {
  const blocks = [...new Set(layers.split(', ').map(layer => layer.split('.').slice(0, 2).join('.')))];
  return blocks.join(' and ');
}
