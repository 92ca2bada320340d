// Examples as strips of film, which play where they are pressed.

import {Clip, show} from '/live/clips.js';
import {el} from '/learn/dom.js';
import {clip as fetchClip} from './server.js';

const FRAMES = 5;
/** Of each frame in a strip, in pixels; what is beyond it left and right is not drawn. */
const SIDE = 56;

const known = new Map();

/** The frames of a clip, fetched once; forgotten if they do not come. */
function frames(id) {
  if (!known.has(id)) {
    const coming = fetchClip(id).then(bytes => new Clip(bytes));
    coming.catch(() => known.delete(id));
    known.set(id, coming);
  }
  return known.get(id);
}

function draw(canvas, clip) {
  const picture = document.createElement('canvas');
  const [{width, height}] = clip.frames;
  const side = Math.min(width, height);
  const context = canvas.getContext('2d');
  for (let i = 0; i < FRAMES; i++) {
    show(picture, clip.frames[Math.round((i * (clip.frames.length - 1)) / (FRAMES - 1))]);
    context.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, i * SIDE, 0, SIDE, SIDE);
  }
}

/** play(clip) shows it large; remove() deletes it. */
export function strip(id, name, play, remove) {
  const canvas = el('canvas', {width: FRAMES * SIDE, height: SIDE});
  const button = el('button', {
    type: 'button',
    class: 'film',
    title: 'Play',
    'aria-label': `Play ${name}`,
    onclick: async () => play(await frames(id))
  }, canvas);
  frames(id).then(
    clip => draw(canvas, clip),
    () => button.classList.add('is-lost')
  );
  const deletion = el('button', {
    type: 'button', class: 'small-button', title: 'Delete', 'aria-label': `Delete ${name}`, text: '×', onclick: remove
  });
  return el('li', {'data-clip': id}, button, deletion);
}
