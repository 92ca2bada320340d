// Learns: the button, how far it is, how well it did, and what can be saved.

import {byId} from '/learn/dom.js';
import {address} from './server.js';

const WIDTH = 400, HEIGHT = 110;
/** Steps whose mean is drawn: single ones jump. */
const SMOOTH = 6;

export class LearningPanel {
  /** learn({mirror, goOn}), stop() */
  constructor({learn, stop}) {
    this.learn = learn;
    byId('learn').addEventListener('click', () => this.press(true));
    byId('learn-anew').addEventListener('click', () => this.press(false));
    byId('learn-stop').addEventListener('click', stop);
    byId('save-network').href = address('network');
    byId('save-examples').href = address('examples');
  }

  press(goOn) {
    const button = byId('learn');
    if (!button.disabled && !button.hidden) this.learn({mirror: byId('mirror-clips').checked, goOn});
  }

  show(state) {
    const {gestures, nothing, learning, taught} = state;
    const own = gestures.filter(gesture => gesture.name !== nothing);
    const missing = own.filter(gesture => gesture.clips.length === 0).map(gesture => gesture.name);
    const sameGestures = taught && taught.labels.filter(label => label !== nothing).join('\n') === own.map(g => g.name).join('\n');
    const goesOn = Boolean(sameGestures && taught.report);
    byId('learn').hidden = Boolean(learning);
    byId('learn').disabled = own.length < 2 || missing.length > 0;
    byId('learn').classList.toggle('primary', !goesOn || !taught.current);
    byId('learn').textContent = goesOn && !taught.current ? 'Learn the new examples' : 'Learn';
    byId('learn-anew').hidden = Boolean(learning) || !goesOn;
    byId('learn-stop').hidden = !learning;
    byId('mirror-clips-label').hidden = Boolean(learning);
    byId('learn-note').textContent = learning ? `${learning.later ? 'Goes on from what it knows' : 'Learns'}: ${learning.seconds.toFixed()} seconds so far`
      : own.length < 2 ? 'Two gestures with some examples each are needed.'
      : missing.length > 0 ? `${words(missing)} ${missing.length > 1 ? 'have' : 'has'} no examples yet.`
      : taught && !taught.current ? 'The examples have changed since it learned.' : '';
    this.progress(learning);
    byId('estimate').textContent = learning ? '' : estimate(taught?.report, sameGestures);
    byId('save').hidden = !taught && gestures.every(gesture => gesture.clips.length === 0);
    byId('save-network').hidden = !taught;
    byId('folder').textContent = state.folder;
  }

  progress(learning) {
    const bar = byId('progress');
    bar.hidden = !learning;
    byId('curve').hidden = !learning || learning.losses.length < 2;
    if (!learning) return;
    bar.setAttribute('aria-valuenow', (100 * learning.share).toFixed());
    bar.firstElementChild.style.setProperty('--share', learning.share.toFixed(3));
    const losses = learning.losses.map((_, i, all) => mean(all.slice(Math.max(0, i - SMOOTH + 1), i + 1)));
    if (losses.length < 2) return;
    const most = Math.max(...losses);
    // The curve ends where the work has got to.
    const right = WIDTH * learning.share;
    const line = byId('curve').querySelector('polyline');
    line.setAttribute('points', losses.map((loss, i) =>
      `${((right * i) / (losses.length - 1)).toFixed(1)},${(HEIGHT * (1 - loss / most)).toFixed(1)}`).join(' '));
    byId('loss').textContent = losses.at(-1).toFixed(2);
    byId('step').textContent = losses.length;
  }
}

const words = names => (names.length < 3 ? names : [names.slice(0, -1).join(', '), names.at(-1)]).join(' and ');
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

function estimate(report, sameGestures) {
  if (!report) return '';
  const took = `Learned in ${report.seconds.toFixed()} seconds.`;
  const other = sameGestures ? '' : ' The gestures are others now.';
  if (report.tested === 0) return `${took}${report.later ? '' : ' Three examples of a gesture or more would tell how well.'}${other}`;
  const of = report.tested === 1 ? '1 example that was' : `${report.tested} examples that were`;
  return report.later
    ? `${took} Of ${of} new to it, it named ${report.right} right before it learned from them.${other}`
    : `${took} Of ${of} held back from it at first, it named ${report.right} right.${other}`;
}
