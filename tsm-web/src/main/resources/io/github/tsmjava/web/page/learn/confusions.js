import {best, byId, el, fill, range} from './dom.js';

/** Percent; more would make the number in the cell hard to read. */
const MOST = 75;
const STEPS = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};

/** Scene 8, last part: which gesture is taken for which, without the shift and with it. */
export function confusionsScene({drawn, network}) {
  if (!drawn) return;
  const {gestures, clipsOfEach, without, with: shifted} = drawn.confusions;
  const {labels} = network;
  const opposites = new Map(drawn.pairs.flatMap(({gestures: [a, b]}) => [[a, b], [b, a]]));
  const all = clipsOfEach * gestures.length;
  fill('confused-clips', `${clipsOfEach} clips of each, ${all} in all`);
  const [flat, seeing] = [without, shifted].map(counts => tally(counts, gestures, labels, opposites));
  fill(
    'confused-words',
    `Without the shift ${flat.right} are right, and ${flat.turned} of the ${all - flat.right} wrong answers name the ` +
      `opposite gesture. With it ${seeing.right} are right, and ${seeing.turned} of ${all - seeing.right} do.`
  );
  const table = (kind, name, counts) => confusion(kind, name, counts, gestures, labels, opposites, clipsOfEach);
  byId('confusions-figure').append(
    el(
      'div',
      {class: 'confusions'},
      el('div', {}, table('without', 'its twin without the shift', without), table('with', 'with the shift', shifted))
    ),
    el('p', {class: 'quiet', text: 'Frames: two opposite gestures. Arrow keys go from number to number.'})
  );
}

/** Right answers, and those that name the opposite. */
function tally(counts, gestures, labels, opposites) {
  const sum = said =>
    gestures.reduce((total, gesture, i) => total + (counts[i][labels.indexOf(said(gesture))] ?? 0), 0);
  return {right: sum(gesture => gesture), turned: sum(gesture => opposites.get(gesture))};
}

/** The table of a network: a row for each gesture shown, a column for each answer. */
function confusion(kind, name, counts, gestures, labels, opposites, clipsOfEach) {
  const caption = el('p', {class: 'confused-one'});
  const words = (i, k) =>
    `${counts[i][k]} of ${clipsOfEach} clips of “${gestures[i]}” were ` +
    (gestures[i] === labels[k] ? 'recognized' : `taken for “${labels[k]}”`);
  const cells = gestures.map((gesture, i) =>
    labels.map((label, k) =>
      el('td', {
        tabindex: -1,
        text: counts[i][k] || '',
        'aria-label': words(i, k),
        'data-kind': gesture === label ? 'right' : 'wrong',
        'data-edges': edges(gesture, label, gestures, labels, opposites),
        style: `--strength:${(MOST * counts[i][k]) / clipsOfEach}%`,
        onpointerenter: () => choose(i, k),
        onclick: () => choose(i, k).focus(),
        onkeydown: event => {
          if (!STEPS[event.key]) return;
          event.preventDefault();
          const [down, right] = STEPS[event.key];
          choose(within(i + down, gestures.length), within(k + right, labels.length)).focus();
        }
      })
    )
  );
  let chosen = cells[0][0];

  /** Says a number in words; the tab key comes to it. */
  function choose(i, k) {
    chosen.tabIndex = -1;
    chosen.removeAttribute('data-now');
    chosen = cells[i][k];
    chosen.tabIndex = 0;
    chosen.setAttribute('data-now', '');
    caption.textContent = words(i, k) + '.';
    return chosen;
  }

  choose(...worst(counts, gestures, labels));
  const heads = labels.map(label => el('th', {scope: 'col'}, el('span', {text: label})));
  return el(
    'div',
    {class: 'confusion', 'data-kind': kind},
    el('h3', {text: name}),
    el(
      'table',
      {role: 'grid', 'aria-label': `Shown and said, ${name}`},
      el('thead', {}, el('tr', {}, el('td', {class: 'corner', text: 'shown ↓ said →'}), ...heads)),
      el(
        'tbody',
        {},
        ...cells.map((row, i) => el('tr', {}, el('th', {scope: 'row', text: gestures[i]}), ...row))
      )
    ),
    caption
  );
}

const within = (i, n) => Math.max(0, Math.min(n - 1, i));

/** The mistake that is made most often. */
function worst(counts, gestures, labels) {
  const mistakes = gestures.flatMap((gesture, i) =>
    range(labels.length)
      .filter(k => labels[k] !== gesture)
      .map(k => [i, k])
  );
  return mistakes[best(mistakes.map(([i, k]) => counts[i][k]))];
}

/** The sides of a cell on which the frame around two neighbours that are opposites runs. */
function edges(gesture, label, gestures, labels, opposites) {
  const both = [gesture, opposites.get(gesture)];
  const rows = both.map(one => gestures.indexOf(one)).sort((a, b) => a - b);
  const columns = both.map(one => labels.indexOf(one)).sort((a, b) => a - b);
  if (!both.includes(label) || rows[0] < 0 || rows[1] - rows[0] !== 1 || columns[1] - columns[0] !== 1) return null;
  const top = gestures.indexOf(gesture) === rows[0];
  const left = labels.indexOf(label) === columns[0];
  return `${top ? 'top' : 'bottom'} ${left ? 'left' : 'right'}`;
}
