// Tries what was learned: streams pictures to the new network and shows its answers.

import {Connection} from '/live/socket.js';
import {Frames} from '/live/frames.js';
import {Scores} from '/live/scores.js';
import {byId} from '/learn/dom.js';

export class Trying {
  constructor(token) {
    this.network = null;
    this.ready = false;
    this.scores = new Scores(byId('scores'), byId('decision'), byId('decision-note'));
    this.connection = new Connection(token, {
      state: (name, text, banner) => this.connected(name, text, banner),
      message: message => (message.type === 'hello' ? this.greet(message) : this.answer(message)),
      picture: () => {}
    });
    this.frames = new Frames(this.connection);
  }

  connected(name, text, banner) {
    this.ready = false;
    byId('link').dataset.state = name;
    byId('link-text').textContent = text;
    if (name !== 'connecting') {
      byId('banner').hidden = !banner;
      byId('banner').textContent = banner ?? '';
    }
  }

  /** Another network, or the same one that has learned again; null for none. */
  use(network) {
    this.network = network;
    this.ready = false;
    byId('trying').hidden = network === null;
    if (network !== null) this.connection.wish('network', network);
  }

  greet(hello) {
    this.ready = hello.network === this.network;
    if (this.ready) {
      this.frames.clear();
      this.scores.begin(hello.classes, hello.idle);
    }
  }

  answer(message) {
    this.frames.answered(message.seq);
    if (this.ready && message.seen) this.scores.show(message);
  }

  offer(...picture) {
    if (this.ready) this.frames.offer(...picture);
  }
}
