import {frameStyle} from './clip.js';
import {best, byId, el, isStill, onceSeen, percent, power, range, signed} from './dom.js';

/** How strong a score's colour is: half of it at so many logits. */
const HALF = 6;
/** Percent; more would make the number in the cell hard to read. */
const MOST = 70;

/** Scene 2: the scores of each frame and their mean, for orders of the frames. */
export function orderScene({clip, orders, network}) {
  const labels = network.labels;
  let order = 0;
  let shifted = false;
  const columns = range(clip.frames).map(t => column(el('span', {class: 'thumb pixels', style: frameStyle(clip, t)})));
  const mean = column(el('span', {class: 'thumb', text: 'mean'}));
  mean.root.classList.add('mean');

  function column(head) {
    const cells = labels.map(() => el('span', {class: 'cell'}));
    return {root: el('div', {class: 'column'}, head, ...cells), cells};
  }

  function write({cells}, scores) {
    cells.forEach((cell, k) => {
      const strength = Math.abs(scores[k]) / (Math.abs(scores[k]) + HALF);
      cell.textContent = signed(scores[k], 1);
      cell.style.setProperty('--strength', (MOST * strength).toFixed(0) + '%');
      cell.dataset.sign = scores[k] < 0 ? 'minus' : 'plus';
    });
  }

  function show() {
    const answer = orders[order][shifted ? 'shifted' : 'unshifted'];
    orders[order].frames.forEach((t, position) => {
      columns[t].root.style.transform = `translateX(${100 * (position - t)}%)`;
      columns[t].root.setAttribute(
        'aria-label',
        `Frame ${t + 1}, in place ${position + 1}: ` +
          labels.map((label, k) => `${label} ${signed(answer.scores[position][k], 1)}`).join(', ')
      );
      write(columns[t], answer.scores[position]);
    });
    write(mean, answer.mean);
    const k = best(answer.probabilities);
    mean.cells.forEach((cell, i) => cell.toggleAttribute('data-best', i === k));
    mean.root.setAttribute(
      'aria-label',
      'Mean of the frames: ' + labels.map((label, i) => `${label} ${signed(answer.mean[i], 1)}`).join(', ')
    );
  }

  mean.root.setAttribute('role', 'img');
  const answers = answerTable(orders, labels, (i, with_) => {
    order = i;
    shifted = with_;
    show();
  });
  const table = el(
    'div',
    {class: 'scores', role: 'group', 'aria-label': 'Scores of each frame, and their mean'},
    el(
      'div',
      {class: 'names', 'aria-hidden': 'true'},
      el('span', {class: 'thumb'}),
      ...labels.map(label => el('span', {text: label}))
    ),
    el(
      'div',
      {class: 'columns'},
      ...columns.map(c => {
        c.root.setAttribute('role', 'img');
        return c.root;
      })
    ),
    mean.root
  );
  byId('order-figure').append(table, answers.root);
  show();
  guessing(orders, labels, answers);
}

/** All answers, each of them a button that shows the scores it comes from; hidden until the reader has guessed. */
function answerTable(orders, labels, choose) {
  const radio = (key, i) => {
    const {probabilities} = orders[i][key];
    const k = best(probabilities);
    const input = el('input', {
      type: 'radio',
      name: 'answer',
      checked: key === 'unshifted' && i === 0,
      onchange: () => choose(i, key === 'shifted'),
      'aria-label': `Frames ${orders[i].name}, ${key === 'shifted' ? 'with' : 'without'} the shift`
    });
    return el(
      'td',
      {},
      el(
        'label',
        {'data-open': key === 'unshifted' && i === 0},
        input,
        el('span', {}, el('b', {text: labels[k]}), el('small', {text: percent(probabilities[k])}))
      )
    );
  };
  const root = el(
    'table',
    {class: 'answer-table'},
    el('caption', {class: 'hidden', text: 'The answers'}),
    el('thead', {}, el('tr', {}, el('td'), ...orders.map(order => el('th', {scope: 'col', text: order.name})))),
    el(
      'tbody',
      {},
      ...[
        ['unshifted', 'without the shift'],
        ['shifted', 'with the shift']
      ].map(([key, name]) => el('tr', {}, el('th', {scope: 'row', text: name}), ...orders.map((_, i) => radio(key, i))))
    )
  );
  return {
    root,
    open: () => root.querySelectorAll('label').forEach(label => label.setAttribute('data-open', 'true')),
    turn: () => root.querySelectorAll('input')[1].click()
  };
}

/** The answer is told to those who guess, and to those who read on. */
function guessing(orders, labels, answers) {
  const place = byId('guessed');
  const buttons = [...byId('guess').querySelectorAll('button')];
  const [forwards, backwards] = orders;
  const k = best(forwards.unshifted.probabilities);
  const turned =
    best(forwards.shifted.probabilities) === best(backwards.shifted.probabilities)
      ? '.'
      : ', and the answer turns with the order.';
  const largest = Math.max(...forwards.unshifted.mean.map((value, i) => Math.abs(value - backwards.unshifted.mean[i])));
  const change =
    largest === 0
      ? 'Not a digit of the means changes.'
      : `The largest change of a mean is ${power(largest)}, from rounding.`;
  const tell = guess => {
    if (place.childElementCount > 0) return;
    answers.open();
    const head = {stays: 'Right. ', changes: 'It stays. '}[guess] ?? 'It stays. ';
    place.append(
      el(
        'p',
        {},
        el('strong', {text: head}),
        'The columns change places, their numbers do not, and a mean does not ask for the order. ' +
          `${change} The answer is “${labels[k]}” both ways.`
      ),
      el('p', {
        text:
          'Put the shift back, and turn the order again. Each frame now knows of those before it: ' +
          'its scores are new numbers' +
          turned
      }),
      el('p', {class: 'quiet', text: 'This network was trained with the shift; one that never had it is in scene 8.'})
    );
    buttons.forEach(button => {
      button.disabled = true;
      button.toggleAttribute('data-chosen', button.dataset.guess === guess);
    });
  };
  buttons.forEach(button =>
    button.addEventListener('click', () => {
      tell(button.dataset.guess);
      setTimeout(answers.turn, isStill() ? 0 : 350);
    })
  );
  onceSeen(byId('grid-title'), () => tell('none'));
}
