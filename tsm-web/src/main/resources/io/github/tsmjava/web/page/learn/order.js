import {frameStyle} from './clip.js';
import {best, byId, choice, el, isStill, onceSeen, percent, range, signed} from './dom.js';

/** How strong a score's colour is: half of it at so many logits. */
const HALF = 6;

/** Scene 2: the scores of each frame and their mean, for orders of the frames. */
export function orderScene({clip, orders, network}) {
  const labels = network.labels;
  let order = 0;
  let shifted = false;
  const columns = range(clip.frames).map(t => column(el('span', {class: 'thumb pixels', style: frameStyle(clip, t)})));
  const mean = column(el('span', {class: 'thumb', text: 'mean'}));
  mean.root.classList.add('mean');
  const verdict = el('p', {class: 'verdict-line', 'aria-live': 'polite'});

  function column(head) {
    const cells = labels.map(() => el('span', {class: 'cell'}));
    return {root: el('div', {class: 'column'}, head, ...cells), cells};
  }

  function write({cells}, scores) {
    cells.forEach((cell, k) => {
      const strength = Math.abs(scores[k]) / (Math.abs(scores[k]) + HALF);
      cell.textContent = signed(scores[k], 1);
      cell.style.setProperty('--strength', (100 * strength).toFixed(0) + '%');
      cell.dataset.sign = scores[k] < 0 ? 'minus' : 'plus';
    });
  }

  function show() {
    const answer = orders[order][shifted ? 'shifted' : 'unshifted'];
    orders[order].frames.forEach((t, position) => {
      columns[t].root.style.transform = `translateX(${100 * position}%)`;
      columns[t].root.setAttribute('aria-label', `Frame ${t + 1}, in place ${position + 1}: `
        + labels.map((label, k) => `${label} ${signed(answer.scores[position][k], 1)}`).join(', '));
      write(columns[t], answer.scores[position]);
    });
    write(mean, answer.mean);
    const k = best(answer.probabilities);
    mean.cells.forEach((cell, i) => cell.toggleAttribute('data-best', i === k));
    verdict.textContent = `${orders[order].name}, ${shifted ? 'with' : 'without'} the shift: ${labels[k]}, ${percent(answer.probabilities[k])}`;
  }

  const orderChoice = choice('Order of the frames', 'order',
    orders.map((o, i) => [String(i), o.name]), '0', value => { order = Number(value); show(); });
  const table = el('div', {class: 'scores', role: 'group', 'aria-label': 'Scores of each frame, and their mean'},
    el('div', {class: 'names', 'aria-hidden': 'true'}, el('span', {class: 'thumb'}), ...labels.map(label => el('span', {text: label}))),
    el('div', {class: 'columns'}, ...columns.map(c => { c.root.setAttribute('role', 'img'); return c.root; })),
    mean.root);
  byId('order-figure').append(table, verdict, el('div', {class: 'controls'}, orderChoice,
    choice('The shift', 'with', [['', 'without the shift'], ['yes', 'with it']], '', value => { shifted = value !== ''; show(); })));
  show();
  guessing(orders, labels, () => {
    order = 1;
    orderChoice.querySelectorAll('input')[1].checked = true;
    show();
  });
}

/** The answer is told to those who guess, and to those who read on. */
function guessing(orders, labels, turn) {
  const place = byId('guessed');
  const buttons = [...byId('guess').querySelectorAll('button')];
  const [forwards, backwards] = orders;
  const k = best(forwards.unshifted.probabilities);
  const largest = Math.max(...forwards.unshifted.mean.map((value, i) => Math.abs(value - backwards.unshifted.mean[i])));
  const tell = guess => {
    if (place.childElementCount > 0) return;
    const head = {stays: 'Right. ', changes: 'It stays. '}[guess] ?? 'It stays. ';
    place.append(
      el('p', {}, el('strong', {text: head}), `The columns change places, their numbers do not, and a mean does not ask for the order. `
        + `The largest change of a mean is ${largest < 1e-9 ? '0' : largest.toExponential(0).replace('e-', ' · 10⁻').replace(/⁻(\d+)$/, (_, d) => '⁻' + [...d].map(c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c]).join(''))}: `
        + `rounding. The answer is “${labels[k]}” both ways.`),
      el('p', {text: 'Now put the shift back and turn the order again: each frame knows of those before it, so its scores are new numbers.'}),
      el('p', {class: 'quiet', text: 'This network was trained with the shift; one that never had it is in scene 8.'}));
    buttons.forEach(button => {
      button.disabled = true;
      button.toggleAttribute('data-chosen', button.dataset.guess === guess);
    });
  };
  buttons.forEach(button => button.addEventListener('click', () => {
    tell(button.dataset.guess);
    if (isStill()) turn();
    else setTimeout(turn, 350);
  }));
  onceSeen(byId('grid-title'), () => tell('none'));
}
