import {byId, el, onceSeen} from './dom.js';

/** Scene 8: the network trained with the shift and without. */
export function matterScene({trained}) {
  const bar = (kind, name, value) => el('div', {class: 'result-bar', 'data-kind': kind},
    el('span', {text: name}), el('span', {class: 'bar', 'aria-hidden': 'true'}, el('i', {style: `--to:${value}%`})), el('strong', {text: `${value} %`}));
  const figure = el('div', {class: 'results'}, ...trained.rows.map((row, i) => el('div', {class: 'result-row'},
    el('h3', {text: row.name}), bar('with', 'with the shift', row.with), bar('without', 'without', row.without),
    i === 0 ? null : el('span', {class: 'chance', 'aria-hidden': 'true'}))));
  byId('matter-figure').append(figure,
    el('p', {class: 'quiet', text: `Right answers of ${trained.clips} clips that neither network has seen. The last three rows count clips for which one of the two `
      + `gestures was named; the line marks 50 %, guessing. How to do it again: ${trained.source}.`}));
  onceSeen(figure, () => figure.setAttribute('data-seen', ''));
}
