// A clip of the reader's own: a file, or a recording of the camera. Only where a server computes behind the page.

import {first, show} from './main.js';
import {byId, el} from './dom.js';
import {played} from './played.js';
import {Recording} from './recording.js';
import {Camera} from '/live/video.js';

const MOST_BYTES = 32 * 1024 * 1024;
const COUNTDOWN = 3;
const SECONDS = 2;
const RATE = 15;

const status = el('p', {class: 'own-status', role: 'status'});
const picker = el('input', {
  type: 'file',
  accept: 'video/*,image/gif',
  hidden: true,
  'aria-label': 'Video file',
  onchange: () => {
    if (picker.files.length > 0) take(picker.files[0]);
    picker.value = '';
  }
});
const choose = el('button', {type: 'button', id: 'own-file', text: 'Choose a video', onclick: () => picker.click()});
const record = el('button', {type: 'button', id: 'own-camera', text: 'Record with the camera', onclick: film});
const back = el('button', {
  type: 'button',
  id: 'own-back',
  hidden: true,
  text: 'Back to the first clip',
  onclick: async () => {
    say('');
    back.hidden = true;
    show(await first);
  }
});
const screen = el('video', {muted: true, playsinline: true, 'aria-label': 'What the camera sees'});
const words = el('p', {class: 'own-count', 'aria-live': 'assertive'});
const stage = el('div', {class: 'own-stage', hidden: true}, screen, words);

byId('own').replaceChildren(
  el('p', {class: 'own-title', text: 'Or see it in a clip of your own'}),
  el('div', {class: 'controls'}, choose, record, back, picker),
  el('p', {
    class: 'quiet prose',
    text:
      'A GIF or a video, chosen or dropped on this page, or two seconds before the camera. It stays on this machine. ' +
      'The network learned from drawn hands and may name your clip wrongly; the shift does the same in any clip.'
  }),
  stage,
  status
);

function say(text, kind = 'said') {
  status.textContent = text;
  status.dataset.kind = kind;
}

function busy(isBusy) {
  [choose, record, back].forEach(button => {
    button.disabled = isBusy;
  });
}

/** Sends bytes; resolves to what the server computed for them. */
async function ask(path, bytes) {
  const answer = await fetch(`/api/${path}${location.search}`, {method: 'POST', body: bytes});
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

/** Shows what comes of a clip, or says why nothing does. */
async function compute(name, answer) {
  busy(true);
  say('Computing: a few seconds…', 'busy');
  try {
    const data = await answer();
    data.clip.name = name;
    show(data);
    back.hidden = false;
    say(`Now all numbers and pictures are those of ${name}.`);
    byId('clip').scrollIntoView();
    byId('clip').focus({preventScroll: true});
  } catch (error) {
    say(error instanceof TypeError ? 'The server does not answer. Is “tsm learn” still running?' : error.message, 'wrong');
  } finally {
    busy(false);
  }
}

/** A file, however it came. */
function take(file) {
  if (choose.disabled) return;
  if (file.size > MOST_BYTES) say(`${file.name}: too large: expected at most ${MOST_BYTES >> 20} MiB`, 'wrong');
  else compute(file.name, () => ask('file', file).catch(refusal => askForPictures(file, refusal)));
}

/** What the server does not read, the browser may play. */
async function askForPictures(file, refusal) {
  const recording = refusal instanceof TypeError ? null : await played(file, RATE);
  if (recording === null) throw refusal;
  return ask('pictures', recording.bytes());
}

const wait = seconds => new Promise(done => setTimeout(done, 1000 * seconds));

/** Counts down, records, computes. */
async function film() {
  busy(true);
  say('');
  const recording = new Recording(RATE);
  const camera = new Camera(screen, recording);
  let gone = null;
  try {
    await camera.start(reason => {
      gone = reason;
    });
    stage.hidden = false;
    for (let i = COUNTDOWN; i > 0; i--) {
      words.textContent = i;
      await wait(1);
    }
    words.textContent = 'Go';
    stage.dataset.on = 'true';
    recording.start();
    await wait(SECONDS);
    if (gone) throw gone;
    if (recording.pictures.length === 0) throw {title: 'The camera gave no picture', text: 'Try again.'};
    camera.stop();
    stage.hidden = true;
    await compute('your recording', () => ask('pictures', recording.bytes()));
  } catch (reason) {
    say(reason.title ? `${reason.title}. ${reason.text}` : reason.message, 'wrong');
  } finally {
    camera.stop();
    stage.hidden = true;
    delete stage.dataset.on;
    busy(false);
  }
}

for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  addEventListener(type, event => {
    event.preventDefault();
    document.body.classList.toggle('dropping', type === 'dragenter' || type === 'dragover');
    if (type === 'drop' && event.dataTransfer.files.length > 0) take(event.dataTransfer.files[0]);
  });
}
