import {byId, el, onceSeen, slider} from './dom.js';

const GUESS = 75;
/** Then it is told to those, too, who only read. */
const TIME_TO_GUESS = 5000;

/** Scene 8: the network trained with the shift and without; the reader guesses the second first. */
export function matterScene({trained}) {
  const percent = share => Math.round((100 * share.right) / share.of);
  const guessed = trained.rows[1];
  const bar = (kind, name, share) =>
    el(
      'div',
      {class: 'result-bar', 'data-kind': kind},
      el('span', {text: name}),
      el('span', {class: 'bar', 'aria-hidden': 'true'}, el('i', {style: `--to:${percent(share)}%`})),
      el('strong', {}, `${percent(share)} %`, el('small', {text: `${share.right} of ${share.of}`}))
    );
  const figure = el(
    'div',
    {class: 'results'},
    ...trained.rows.map((row, i) =>
      el(
        'div',
        {class: 'result-row'},
        el('h3', {text: row.name}),
        bar('with', 'with the shift', row.with),
        bar('without', 'without', row.without),
        i === 0 ? null : el('span', {class: 'chance', 'aria-hidden': 'true'})
      )
    )
  );
  const guess = slider(
    'Your guess',
    0,
    100,
    GUESS,
    n => `${n} %`,
    () => {}
  );
  const words = el('p', {'aria-live': 'polite'});
  const open = said => {
    if (figure.hasAttribute('data-open') && said === '') return;
    figure.setAttribute('data-open', '');
    words.textContent = `${said}Without the shift the network guesses between opposite gestures, where a coin gets 50 %, and often ` +
      'names neither: a single frame shows no movement. With it, it sees.';
  };
  const compare = el('button', {
    type: 'button',
    text: 'Compare',
    onclick: () => {
      const right = percent(guessed.without);
      const away = Math.abs(guess.value - right);
      open(`It is ${right} %${away <= 3 ? ', as you say' : `, ${away} away from your guess`}. `);
    }
  });
  byId('matter-figure').append(
    el('p', {text: `How often is the network without the shift right about ${guessed.name}?`}),
    el('div', {class: 'controls'}, guess.root, compare),
    words,
    figure,
    el('p', {
      class: 'quiet',
      text:
        `Right answers of ${trained.clips} clips that neither network has seen. The last four rows count ` +
        `the clips of two gestures for which the network named one of the two; the line marks 50 %, guessing. How to do it again: ${trained.source}.`
    })
  );
  onceSeen(figure, () => {
    figure.setAttribute('data-seen', '');
    setTimeout(() => open(''), TIME_TO_GUESS);
  });
}
