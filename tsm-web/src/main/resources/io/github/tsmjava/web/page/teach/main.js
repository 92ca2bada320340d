// Puts the page together: a camera, examples, what is learned from them, and what it says.

import {Camera} from '/live/video.js';
import {show as showImage} from '/live/clips.js';
import {played} from '/learn/played.js';
import {byId} from '/learn/dom.js';
import {Cards} from './cards.js';
import {LearningPanel} from './learning.js';
import {Recorder} from './recorder.js';
import {Trying} from './trying.js';
import * as server from './server.js';

const POLL_LEARNING = 400, POLL = 4000;
const RATE = 15;
const MOST_BYTES = 31 * 1024 * 1024;

const token = new URLSearchParams(location.search).get('token') ?? '';
document.querySelectorAll('nav a').forEach(link => {
  link.search = location.search;
});

const trying = new Trying(token);
const recorder = new Recorder(
  ({count, on}) => {
    byId('count').textContent = count;
    byId('picture').classList.toggle('recording', on);
  },
  (gesture, bytes) => change('pictures', {gesture}, bytes)
);
const cards = new Cards(byId('gestures'), {
  hold: gesture => record(gesture),
  release: () => recorder.release(),
  keepRecent: gesture => withCamera(() => recorder.keepRecent(gesture)),
  files,
  remove: gesture => change('delete', {gesture}),
  removeClip: clip => change('delete', {clip}),
  play
});
const panel = new LearningPanel({learn: wish => change('learn', wish), stop: () => change('stop', {})});

// The state of all

let state = null;
let camera = null;
let timer = null;
/** What tells that there is another network: the report that it came with. */
let inUse = null;

function show(next) {
  state = next;
  cards.show(state);
  panel.show(state);
  const {taught, learning} = state;
  // A camera takes time from the processor.
  if (camera !== null && learning && !byId('video').paused) byId('video').pause();
  if (camera !== null && !learning && byId('video').paused) byId('video').play().catch(() => {});
  const now = taught && !learning ? `${taught.network} ${JSON.stringify(taught.report)}` : null;
  if (now !== inUse) {
    inUse = now;
    trying.use(now === null ? null : taught.network);
  }
  clearTimeout(timer);
  timer = setTimeout(poll, learning ? POLL_LEARNING : POLL);
}

let isLost = false;

async function poll() {
  const before = state;
  try {
    show(await server.state());
    if (isLost) say('');
    isLost = false;
    if (state.message && (before === null || (before.learning && !state.learning))) say(state.message, 'wrong');
  } catch (error) {
    say(error.message, 'wrong');
    isLost = true;
    clearTimeout(timer);
    timer = setTimeout(poll, POLL);
  }
}

function say(text, kind = 'said') {
  byId('said').textContent = text;
  byId('said').dataset.kind = kind;
}

async function change(path, wish, bytes) {
  say('');
  try {
    show(await server.change(path, wish, bytes));
    return true;
  } catch (error) {
    say(error.message, 'wrong');
    return false;
  }
}

// Examples from files

async function files(gesture, chosen) {
  for (const file of chosen) {
    if (file.size > MOST_BYTES) {
      say(`${file.name}: too large: expected at most ${MOST_BYTES >> 20} MiB`, 'wrong');
    } else if (!(await change('file', {gesture, name: file.name}, file))) {
      // What the server does not read, the browser may play.
      const recording = await played(file, RATE);
      if (recording !== null) await change('pictures', {gesture}, recording.bytes());
    }
  }
}

byId('new-gesture').addEventListener('submit', async event => {
  event.preventDefault();
  const field = byId('name');
  if (await change('gesture', {gesture: field.value})) field.value = '';
  field.focus();
});

// The picture

function notice(title, text, action) {
  byId('notice').hidden = !title;
  byId('video').hidden = Boolean(title);
  byId('stop-camera').hidden = camera === null;
  if (title) {
    byId('notice-title').textContent = title;
    byId('notice-text').textContent = text;
    byId('notice-action').textContent = action;
  }
}

async function start() {
  stop();
  const next = new Camera(byId('video'), {
    offer: (...picture) => {
      recorder.offer(...picture);
      if (!state?.learning && !recorder.isBusy) trying.offer(...picture);
    }
  });
  camera = next;
  notice('Waiting for the camera', 'Your browser asks whether this page may use it.', 'Try again');
  try {
    await next.start(failed);
    if (camera === next) notice(null);
    else next.stop();
  } catch (reason) {
    next.stop();
    if (camera === next) failed(reason);
  }
}

function failed({title, text, message}) {
  stop();
  notice(title ?? 'The camera does not start', (text ?? message) + ' Examples can come from files, too.',
    'Try again');
}

function stop() {
  camera?.stop();
  camera = null;
  recorder.clear();
}

function withCamera(action) {
  if (camera === null) say('Start the camera first, or choose files.', 'wrong');
  else if (state?.learning) say('The camera waits until it has learned.', 'wrong');
  else action();
}

const record = gesture => withCamera(() => recorder.hold(gesture));

byId('notice-action').addEventListener('click', start);
byId('stop-camera').addEventListener('click', () => {
  stop();
  notice('The camera is off', 'Examples can come from files, too.', 'Start the camera');
});
const mirror = () => byId('picture').classList.toggle('mirrored', byId('mirror').checked);
byId('mirror').addEventListener('change', mirror);
mirror();

/** Plays an example once, over the picture. */
let playing = 0;

function play(clip) {
  const mine = ++playing;
  const canvas = byId('canvas');
  let begun;
  const step = now => {
    begun ??= now;
    const isOver = now - begun > clip.duration;
    canvas.hidden = isOver;
    if (isOver || mine !== playing) return;
    showImage(canvas, clip.at(now - begun));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

// Keys

let held = null;

function gestureOf(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  return digit ? cards.names[digit[1] - 1] : undefined;
}

const isTyping = event => event.target.matches?.('input[type=text]') || event.ctrlKey || event.metaKey || event.altKey;

addEventListener('keydown', event => {
  if (isTyping(event) || event.repeat) return;
  const gesture = gestureOf(event);
  if (gesture && event.shiftKey) {
    withCamera(() => recorder.keepRecent(gesture));
  } else if (gesture) {
    held = event.code;
    record(gesture);
  } else if (event.key.toLowerCase() === 'l') {
    panel.press(true);
  }
});
addEventListener('keyup', event => {
  if (event.code === held) {
    held = null;
    recorder.release();
  }
});
// A file that is dropped beside the cards would replace the page.
for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault());

poll();
