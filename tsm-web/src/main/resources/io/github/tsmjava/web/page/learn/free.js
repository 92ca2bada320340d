import {byId, count, el, fill, power} from './dom.js';

/** Scene 6: what the shift costs, and the steps of the compiled network. */
export function freeScene({costs, network, times}) {
  const ways = [['copy', 'all maps are written once more', costs.maps], ['in place', 'the moving channels are written', costs.inPlace],
    ['fused', 'the convolution reads elsewhere', 0]];
  fill('same', `in place ${costs.sameInPlace ? 'to the bit' : 'not quite'}; fused, where the compiled network also adds in another order, `
    + `the largest difference of a score is ${costs.fusedDifference === 0 ? 0 : power(costs.fusedDifference)}.`);
  const bars = el('ul', {class: 'ways'}, ...ways.map(([name, note, bytes]) => el('li', {},
    el('strong', {text: name}), el('span', {class: 'quiet', text: note}),
    el('span', {class: 'bar', 'aria-hidden': 'true'}, el('i', {style: `width:${100 * bytes / costs.maps}%`})),
    el('span', {class: 'value', text: `${count(bytes)} bytes`}))));
  const shifted = costs.steps.filter(step => step.shifted).length;
  const most = Math.max(...costs.steps.map(step => step.multiplyAdds));
  const steps = el('ol', {class: 'steps', 'aria-label': 'The steps of the compiled network'}, ...costs.steps.map(step =>
    el('li', {'data-shifted': step.shifted}, el('span', {text: short(step.layers)}), el('span', {class: 'bar', 'aria-hidden': 'true'},
      el('i', {style: `width:${100 * step.multiplyAdds / most}%`})),
    el('small', {class: 'quiet', text: `${step.algorithm}, ${step.shape}`}), step.shifted ? el('b', {class: 'past', text: 'reads two frames'}) : el('span'))));
  byId('free-figure').append(
    el('p', {class: 'quiet', text: `Bytes written by the ${network.blocks.length} shifts for one clip`}), bars,
    el('h3', {text: `The ${costs.steps.length} steps of the compiled network: none of them shifts`}),
    el('p', {class: 'quiet', text: `In ${shifted} of them the convolution reads 1/${network.div} of its input from the frame before. “Inverted” is a whole block in one step. Bars: multiply-adds.`}), steps);
  if (times) {
    byId('free-figure').append(el('p', {class: 'quiet', text: `Measured on ${times.machine}, medians of ${times.rounds}: all shifts copied `
      + `${times.copy} µs, in place ${times.inPlace} µs; the whole network ${count(times.plan)} µs with the shift fused, ${count(times.planUnshifted)} µs without any shift.`}));
  }
}

/** The block, for layers of one block. */
function short(layers) {
  const blocks = [...new Set(layers.split(', ').map(layer => layer.split('.').slice(0, 2).join('.')))];
  return blocks.join(' and ');
}
