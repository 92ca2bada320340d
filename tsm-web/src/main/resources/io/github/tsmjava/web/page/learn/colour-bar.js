import {el, signed} from './dom.js';

/** Nearer to an end than that, in percent, a tick's number would stand on that of the end. */
const NEAR = 22;

/** Which colour is which number, with a mark at one of them. */
export function colourBar() {
  const mark = el('i', {class: 'mark'});
  const ramp = el('div', {class: 'ramp'}, mark);
  const low = el('span');
  const zero = el('span', {class: 'zero', text: '0'});
  const high = el('span');
  const root = el('div', {class: 'colour-bar', role: 'img'}, ramp, low, zero, high);
  return {
    root,
    /** From the colour of the smallest number to that of the largest. */
    show(value, [least, most], from, to) {
      const place = number => Math.max(0, Math.min(100, (100 * (number - least)) / (most - least || 1)));
      ramp.style.background = `linear-gradient(to right, rgb(${from}), rgb(${to}))`;
      mark.style.left = place(value) + '%';
      zero.style.left = place(0) + '%';
      zero.hidden = place(0) < NEAR || place(0) > 100 - NEAR;
      low.textContent = signed(least);
      high.textContent = signed(most);
      root.setAttribute(
        'aria-label',
        `Colours from ${signed(least)} to ${signed(most)}; the marked number is ${signed(value, 4)}`
      );
    }
  };
}
