// Examples as strips of film, which play where they are pressed.

import {Clip, show} from '/live/clips.js';
import {el} from '/learn/dom.js';
import {clip as fetchClip} from './server.js';

const FRAMES = 5;
/** Of each frame in a strip, in pixels; what is beyond it left and right is not drawn. */
const SIDE = 56;

/** The frames of a clip. A thousand clips do not fit into memory, so each is fetched when it is looked at. */
const frames = async id => new Clip(await fetchClip(id));

const seen = new IntersectionObserver(entries => {
  for (const {isIntersecting, target} of entries) {
    if (isIntersecting) {
      seen.unobserve(target);
      target.dispatchEvent(new Event('seen'));
    }
  }
});

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
  const lost = () => button.classList.add('is-lost');
  const button = el('button', {
    type: 'button',
    class: 'film',
    title: 'Play',
    'aria-label': `Play ${name}`,
    onclick: () => frames(id).then(play, lost)
  }, canvas);
  canvas.addEventListener('seen', () => frames(id).then(clip => draw(canvas, clip), lost));
  seen.observe(canvas);
  const deletion = el('button', {
    type: 'button', class: 'small-button', title: 'Delete', 'aria-label': `Delete ${name}`, text: '×', onclick: remove
  });
  return el('li', {'data-clip': id}, button, deletion);
}
