// A card for each gesture: its name, its examples, and how to add some.

import {el} from '/learn/dom.js';
import {strip} from './strips.js';

/** Examples of a gesture that are good to have. */
const GOOD = 8;

export class Cards {
  /** actions: {hold(gesture), release(), keepRecent(gesture), files(gesture, files), remove(gesture), removeClip(clip), play(clip)} */
  constructor(list, actions) {
    Object.assign(this, {list, actions, cards: new Map(), names: []});
  }

  /** Changes only what has changed, so that focus and what plays stay. */
  show({gestures, nothing}) {
    const own = gestures.filter(gesture => gesture.name !== nothing);
    const none = gestures.find(gesture => gesture.name === nothing);
    const all = none || own.length > 0 ? [...own, none ?? {name: nothing, clips: []}] : [];
    this.names = all.map(gesture => gesture.name);
    for (const [name, card] of this.cards) {
      if (!this.names.includes(name)) {
        card.root.remove();
        this.cards.delete(name);
      }
    }
    all.forEach(({name, clips}, i) => {
      if (!this.cards.has(name)) this.cards.set(name, this.card(name, name === nothing));
      const card = this.cards.get(name);
      if (this.list.children[i] !== card.root) this.list.insertBefore(card.root, this.list.children[i] ?? null);
      card.show(i + 1, clips);
    });
  }

  card(name, isNothing) {
    const {actions} = this;
    const key = el('kbd');
    const count = el('span', {class: 'quiet'});
    const strips = el('ul', {class: 'strips', 'aria-label': `Examples of ${name}`});
    const picker = el('input', {
      type: 'file', accept: 'video/*,image/gif', multiple: true, hidden: true, 'aria-label': `Videos of ${name}`,
      onchange: () => {
        actions.files(name, [...picker.files]);
        picker.value = '';
      }
    });
    const record = el('button', {
      type: 'button', class: 'record', text: 'Record', title: 'Press to count down, or hold as long as the gesture lasts',
      'aria-label': `Record ${name}`,
      onpointerdown: event => event.button === 0 && actions.hold(name),
      onpointerup: () => actions.release(),
      onpointerleave: () => actions.release(),
      onclick: event => {
        // A press of a key on the button has no pointer.
        if (event.detail === 0) {
          actions.hold(name);
          actions.release();
        }
      }
    });
    const root = el('li', {class: 'gesture', 'data-gesture': name},
      el('div', {class: 'gesture-head'},
        key, el('h3', {text: name}), count,
        el('div', {class: 'gesture-actions'},
          record,
          el('button', {
            type: 'button', class: 'just-now', text: 'Just now', title: 'What happened in the last two seconds was this',
            'aria-label': `The last two seconds were ${name}`, onclick: () => actions.keepRecent(name)
          }),
          el('button', {type: 'button', text: 'Files', 'aria-label': `Choose videos of ${name}`, onclick: () => picker.click()}),
          isNothing ? '' : el('button', {
            type: 'button', class: 'small-button', text: '×', title: 'Delete this gesture', 'aria-label': `Delete ${name}`,
            onclick: () => actions.remove(name)
          }),
          picker)),
      isNothing
        ? el('p', {class: 'quiet', text: 'Optional: you, doing nothing that counts. Hands that do nothing are added by themselves.'})
        : '',
      strips);
    const drops = on => event => {
      if ([...event.dataTransfer.types].includes('Files')) {
        event.preventDefault();
        event.stopPropagation();
        root.classList.toggle('dropping', on);
      }
    };
    root.addEventListener('dragover', drops(true));
    root.addEventListener('dragleave', drops(false));
    root.addEventListener('drop', event => {
      drops(false)(event);
      actions.files(name, [...event.dataTransfer.files]);
    });
    return {
      root,
      show: (number, clips) => {
        key.textContent = number < 10 ? number : '';
        key.hidden = number > 9;
        count.textContent = isNothing && clips.length === 0 ? '' : examples(clips.length, isNothing);
        const present = new Map([...strips.children].map(item => [item.dataset.clip, item]));
        present.forEach((item, clip) => clips.includes(clip) || item.remove());
        clips.forEach((clip, i) => present.has(clip) || strips.append(
          strip(clip, `example ${i + 1} of ${name}`, actions.play, () => actions.removeClip(clip))));
      }
    };
  }
}

function examples(count, isNothing) {
  if (count === 0) return `no examples yet; ${GOOD} are good`;
  const text = count === 1 ? '1 example' : `${count} examples`;
  return count < GOOD && !isNothing ? `${text}; ${GOOD} are good` : text;
}
