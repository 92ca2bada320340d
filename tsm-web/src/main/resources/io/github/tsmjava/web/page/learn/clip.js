import {atEnd, best, byId, choice, el, isStill, onceSeen, percent, range, slider} from './dom.js';

const FRAME_TIME = 220;

/** A frame of the strip as the background of an element. */
export function frameStyle(clip, t) {
  const position = clip.frames > 1 ? (100 * t) / (clip.frames - 1) : 0;
  return `background-image:url(${clip.strip});background-size:${clip.frames * 100}% 100%;background-position:${position}% 0`;
}

/** The most probable classes, with bars. */
export function bars(labels, probabilities, most) {
  const order = range(labels.length)
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, most);
  return el(
    'ol',
    {class: 'bars'},
    ...order.map(k =>
      el(
        'li',
        {},
        el('span', {class: 'name', text: labels[k]}),
        el('span', {class: 'bar', 'aria-hidden': 'true'}, el('i', {style: `width:${100 * probabilities[k]}%`})),
        el('span', {class: 'value', text: percent(probabilities[k])})
      )
    )
  );
}

/** Scene 1: the clip, forwards and backwards. */
export function clipScene({clip, orders, network}) {
  let order = 0;
  let position = 0;
  let timer = null;
  const screen = el('div', {class: 'screen pixels', role: 'img'});
  const answers = [0, 1].map(i =>
    el(
      'div',
      {class: 'answer'},
      el('p', {class: 'quiet', text: i === 0 ? 'forwards' : 'backwards'}),
      el('p', {class: 'verdict', text: network.labels[best(orders[i].shifted.probabilities)]}),
      bars(network.labels, orders[i].shifted.probabilities, 2)
    )
  );
  const thumbs = range(clip.frames).map(() => el('li', {class: 'pixels'}));
  const frame = slider(
    'Frame',
    1,
    clip.frames,
    1,
    n => `${n} of ${clip.frames}`,
    n => {
      stop();
      show(n - 1);
    }
  );
  const play = el('button', {
    type: 'button',
    class: 'primary',
    text: 'Play',
    onclick: () => (timer === null ? start() : stop())
  });

  function show(next) {
    position = next;
    const t = orders[order].frames[position];
    screen.style = frameStyle(clip, t);
    screen.setAttribute('aria-label', `Frame ${t + 1} of the clip, as picture ${position + 1} of ${clip.frames}`);
    thumbs.forEach((thumb, i) => {
      thumb.style = frameStyle(clip, orders[order].frames[i]);
      thumb.dataset.number = orders[order].frames[i] + 1;
      thumb.toggleAttribute('data-now', i === position);
    });
    answers.forEach((answer, i) => answer.toggleAttribute('data-now', i === order));
    frame.set(position + 1, true);
  }

  function start() {
    play.textContent = 'Pause';
    timer = setInterval(() => show((position + 1) % clip.frames), FRAME_TIME);
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = 'Play';
  }

  byId('clip-figure').append(
    el('div', {class: 'player'}, screen, el('div', {class: 'answers', 'aria-live': 'polite'}, ...answers)),
    el('ol', {class: 'film', 'aria-label': 'The frames in their order'}, ...thumbs),
    el(
      'div',
      {class: 'controls'},
      play,
      choice(
        'Direction',
        'direction',
        [
          ['0', 'Forwards'],
          ['1', 'Backwards']
        ],
        '0',
        value => {
          order = Number(value);
          show(clip.frames - 1 - position);
          if (timer === null && !isStill()) start();
        }
      ),
      frame.root
    )
  );
  show(Math.floor(clip.frames / 2));
  atEnd(stop);
  onceSeen(screen, () => {
    if (!isStill() && timer === null) start();
  });
}
