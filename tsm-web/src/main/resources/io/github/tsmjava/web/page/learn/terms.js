import {el, signed} from './dom.js';

/** A number of the result with its name. */
export function part(name, value, kind) {
  return el('span', {class: 'part', 'data-kind': kind}, el('small', {text: name}), signed(value, 4));
}

/** A product of the sum. */
export function row({c, source, kind, value, weight}, t, running, largest) {
  const product = value * weight;
  const tap = {past: 0, stay: 1, future: 2}[kind];
  return el(
    'tr',
    {'data-kind': kind},
    el('th', {scope: 'row', text: c}),
    el(
      'td',
      {},
      el(
        'span',
        {class: 'taps', role: 'img', 'aria-label': `kernel ${[0, 1, 2].map(i => (i === tap ? 1 : 0)).join(' ')}`},
        ...[0, 1, 2].map(i => el('i', {'data-one': i === tap, text: i === tap ? 1 : 0}))
      )
    ),
    el('td', {text: source < 0 ? 'none' : source + 1}),
    el('td', {text: signed(value, 3)}),
    el('td', {text: signed(weight, 3)}),
    el(
      'td',
      {class: 'product'},
      el(
        'span',
        {class: 'diverging', 'aria-hidden': 'true'},
        el('i', {'data-sign': product < 0 ? 'minus' : 'plus', style: `width:${(50 * Math.abs(product)) / largest}%`})
      ),
      signed(product, 3)
    ),
    el('td', {class: 'far', text: signed(running, 3)})
  );
}
