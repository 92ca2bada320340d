import {bars, frameStyle} from './clip.js';
import {atEnd, byId, el, fill, isStill, onLook, onceSeen, best, power, range, slider} from './dom.js';
import {bytes} from './numbers.js';
import {colours, show} from './maps.js';

const FRAME_TIME = 900;

/** Scene 7: what a stream remembers, and how far back a frame knows. */
export function streamScene(data) {
  const {streaming, clip} = data;
  fill('memory', `${(streaming.bytes / 1024).toFixed(1)} KiB`);
  fill(
    'stream-same',
    streaming.difference === 0
      ? 'Frame by frame, the scores are those of the whole clip, to the bit.'
      : `Frame by frame, the scores are those of the whole clip (largest difference: ${power(streaming.difference)}).`
  );
  byId('stream-figure').append(memory(data), reach(streaming, data.network.blocks));
}

function memory({streaming, clip, network}) {
  let t = Math.min(4, clip.frames - 1);
  let timer = null;
  const stacks = streaming.memories.map(m => ({
    ...m,
    bytes: bytes(m.maps),
    canvases: range(m.shown).map(() => el('canvas', {class: 'pixels'}))
  }));
  const picture = el('div', {class: 'now pixels', role: 'img'});
  const answer = el('div', {class: 'answer', 'aria-live': 'polite'});
  const frame = slider(
    'Frame',
    1,
    clip.frames,
    t + 1,
    n => `${n} of ${clip.frames}`,
    n => {
      stop();
      t = n - 1;
      draw();
    }
  );
  const play = el('button', {
    type: 'button',
    class: 'primary',
    text: 'Play',
    onclick: () => (timer === null ? start() : stop())
  });

  /** From the next frame on; behind the last one a new stream begins. */
  function start() {
    play.textContent = 'Pause';
    // Who listens would hear each frame.
    answer.setAttribute('aria-live', 'off');
    timer = setInterval(() => {
      t = (t + 1) % clip.frames;
      frame.set(t + 1, true);
      draw();
    }, FRAME_TIME);
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = 'Play';
    answer.setAttribute('aria-live', 'polite');
  }

  function draw() {
    const now = colours();
    picture.style = frameStyle(clip, t);
    picture.setAttribute('aria-label', `Frame ${t + 1}`);
    stacks.forEach(m =>
      m.canvases.forEach((canvas, k) => {
        const plane = m.height * m.width;
        const at = (t * m.shown + k) * plane;
        show(canvas, m.bytes.subarray(at, at + plane), m.width, [40, 215], now.paper, now.past);
      })
    );
    const p = streaming.probabilities[t];
    answer.replaceChildren(
      el('p', {class: 'quiet', text: `after ${t + 1} ${t === 0 ? 'frame' : 'frames'}`}),
      el('p', {class: 'verdict', text: `${network.labels[best(p)]}`}),
      bars(network.labels, p, 3)
    );
  }

  const root = el(
    'div',
    {class: 'memory'},
    el('div', {class: 'memory-now'}, picture, answer),
    el('div', {class: 'controls'}, play, frame.root),
    el('p', {
      class: 'quiet',
      text: 'What each shifted layer hands to the next frame: its first channels, at most four of them drawn.'
    }),
    el(
      'ol',
      {class: 'stacks'},
      ...stacks.map(m =>
        el(
          'li',
          {'aria-label': `${m.block}: ${m.kept} of ${m.channels} channels, ${m.height} by ${m.width}`},
          el('div', {class: 'maps', 'aria-hidden': 'true'}, ...m.canvases),
          el(
            'small',
            {},
            el('strong', {text: m.block}),
            el('br'),
            `${m.kept} of ${m.channels}, ${m.height} × ${m.width}`
          )
        )
      )
    )
  );
  onLook(root, draw);
  draw();
  atEnd(stop);
  onceSeen(root, () => {
    if (isStill() || timer !== null) return;
    t = 0;
    frame.set(1, true);
    draw();
    start();
  });
  return root;
}

/** A frame below for each frame, a row for each shifted block; lines show what a frame knows of. */
function reach({reach: earliest}, blocks) {
  const frames = earliest[0].length;
  const depths = earliest.length;
  const caption = el('p', {'aria-live': 'polite'});
  const picture = el('div', {class: 'reach-picture'});
  const words = depth => `${depth} of ${blocks.length}`;

  function draw(depth) {
    const x = t => 14 + 28 * t;
    const y = d => 12 + 22 * (depths - 1 - d);
    const known = (d, t) => d <= depth && t >= earliest[depth - d][frames - 1];
    let lines = '';
    let dots = '';
    for (let d = 0; d < depths; d++) {
      for (let t = 0; t < frames; t++) {
        if (d > 0) {
          const lit = known(d, t);
          lines += `<path class="${lit ? 'lit' : ''}" d="M${x(t)} ${y(d)}V${y(d - 1)}"/>`;
          if (t > 0) lines += `<path class="past ${lit ? 'lit' : ''}" d="M${x(t)} ${y(d)}L${x(t - 1)} ${y(d - 1)}"/>`;
        }
        const top = d === depth && t === frames - 1;
        dots += `<circle class="${known(d, t) ? 'lit' : ''} ${top ? 'top' : ''}" cx="${x(t)}" cy="${y(d)}" r="${top ? 6 : 4}"/>`;
      }
    }
    const first = earliest[depth][frames - 1];
    const back = frames - 1 - first;
    caption.textContent =
      depth === 0
        ? 'In front of the first shift, a frame knows of itself alone.'
        : `Behind ${blocks[depth - 1]}, shifted block ${depth}, a frame knows of itself and of ${back} before it.`;
    picture.innerHTML =
      `<svg viewBox="0 0 ${28 * frames} ${22 * depths + 22}" role="img" ` +
      `aria-label="${caption.textContent}">${lines}${dots}` +
      range(frames)
        .map(
          t =>
            `<text class="${t >= first ? 'lit' : ''}" x="${x(t)}" ` +
            `y="${22 * depths + 14}">${t === frames - 1 ? 'now' : `−${frames - 1 - t}`}</text>`
        )
        .join('') +
      '</svg>';
  }

  const control = slider('Shifted blocks', 0, depths - 1, depths - 1, words, draw);
  draw(depths - 1);
  return el(
    'div',
    {class: 'reach'},
    el('h3', {text: 'How far back a frame knows'}),
    picture,
    caption,
    control.root,
    el('p', {
      class: 'quiet',
      text:
        'Found by changing one frame after the other and looking which numbers change. ' +
        'Where all the clip is there, a shift both ways also looks as far ahead.'
    })
  );
}
