import {byId, count, el, fill, power} from './dom.js';

/** What the same costs as a convolution over time. */
export function equivalentTable({equivalent}) {
  const {shifted, cubic} = equivalent;
  const rows = [
    ['multiply-adds', 'multiplyAdds'],
    ['parameters', 'parameters'],
    ['bytes read of the maps', 'bytesRead']
  ];
  fill('cubic-difference', equivalent.largestDifference === 0 ? '0' : power(equivalent.largestDifference));
  byId('cost-figure').append(
    el(
      'table',
      {class: 'costs'},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {text: 'of this block, for the clip', scope: 'col'}),
          el('th', {text: 'shift and 1×1', scope: 'col'}),
          el('th', {text: '3×1×1', scope: 'col'}),
          el('th', {})
        )
      ),
      el(
        'tbody',
        {},
        ...rows.map(([name, key]) =>
          el(
            'tr',
            {},
            el('th', {scope: 'row', text: name}),
            el('td', {text: count(shifted[key])}),
            el('td', {text: count(cubic[key])}),
            el('td', {class: 'quiet', text: `${(cubic[key] / shifted[key]).toFixed(2).replace(/\.?0+$/, '')} times`})
          )
        )
      )
    )
  );
}
