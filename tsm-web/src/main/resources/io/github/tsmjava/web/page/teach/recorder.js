// Records examples: held as long as a gesture lasts, or counted down to; or the seconds that have just passed.

import {Recording} from '/learn/recording.js';

const RATE = 15;
const COUNTDOWN = 3;
const SECONDS = 2;
const MOST_SECONDS = 8;
/** Who holds for less has only pressed. */
const PRESSED = 350;

const wait = seconds => new Promise(done => setTimeout(done, 1000 * seconds));

export class Recorder {
  /** tell({count, on}): what to show over the picture; done(gesture, bytes) */
  constructor(tell, done) {
    Object.assign(this, {tell, done, recording: null, recent: null});
  }

  /** Whether something is being recorded, or counted down to. */
  get isBusy() {
    return this.recording !== null;
  }

  /** Called with each picture of the camera. */
  offer(drawable, width, height) {
    this.recording?.offer(drawable, width, height);
    this.recent ??= started();
    this.recent.offer(drawable, width, height);
    while (this.recent.pictures.length > RATE * SECONDS) this.recent.pictures.shift();
  }

  /** The camera is another one, or gone. */
  clear() {
    this.recording = this.recent = null;
    this.tell({count: '', on: false});
  }

  /** Begins at once. */
  hold(gesture) {
    if (this.isBusy) return;
    this.gesture = gesture;
    this.since = performance.now();
    this.recording = started();
    this.tell({count: '', on: true});
    const held = this.recording;
    wait(MOST_SECONDS).then(() => this.recording === held && this.release());
  }

  /** Ends what was begun; after a short press, counts down and records. */
  async release() {
    const held = this.recording;
    if (!held?.runs || this.since === null) return;
    if (performance.now() - this.since >= PRESSED) {
      this.finish(held);
      return;
    }
    this.since = null;
    const recording = new Recording(RATE);
    this.recording = recording;
    for (let i = COUNTDOWN; i > 0; i--) {
      this.tell({count: i, on: false});
      await wait(1);
      if (this.recording !== recording) return;
    }
    this.tell({count: '', on: true});
    recording.start();
    await wait(SECONDS);
    if (this.recording === recording) this.finish(recording);
  }

  finish(recording) {
    this.recording = null;
    this.since = null;
    this.tell({count: '', on: false});
    if (recording.pictures.length > 0) this.done(this.gesture, recording.bytes());
  }

  /** What has just happened was this gesture. */
  keepRecent(gesture) {
    if (this.recent?.pictures.length > 1 && !this.isBusy) this.done(gesture, this.recent.bytes());
  }
}

function started() {
  const recording = new Recording(RATE);
  recording.start();
  return recording;
}
