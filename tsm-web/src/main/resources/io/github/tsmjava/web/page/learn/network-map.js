import {el} from './dom.js';

/** The whole network, with the sides of its maps to scale; a shifted block can be chosen. */
export function networkMap({network}, chosen, choose) {
  const {parts} = network;
  const largest = Math.max(...parts.map(part => part.height));
  const logs = parts.map(part => Math.log(part.channels));
  const [narrow, wide] = [Math.min(...logs), Math.max(...logs)];
  const width = part => `${(25 + (65 * (Math.log(part.channels) - narrow)) / (wide - narrow || 1)).toFixed()}%`;
  const caption = el('p', {class: 'quiet', 'aria-live': 'polite'});
  const tell = name => {
    const part = parts.find(p => p.name === name);
    const before = parts[parts.indexOf(part) - 1];
    caption.textContent =
      `You are at ${name}, part ${parts.indexOf(part) + 1} of ${parts.length}. It is given ${before.channels} channels ` +
      `of ${size(before)}: the maps below.`;
  };
  const column = part => {
    const inside = [
      el('span', {class: 'box', style: `--side:${part.height / largest};--width:${width(part)}`}),
      el('small', {text: part.channels})
    ];
    const attributes = {class: 'stage', title: words(part), 'data-shifts': part.shifts, 'data-skips': part.skips};
    if (!part.shifts) return el('span', {...attributes, 'aria-hidden': 'true'}, ...inside);
    const input = el('input', {
      type: 'radio',
      name: 'part',
      value: part.name,
      checked: part.name === chosen,
      'aria-label': words(part),
      onchange: () => {
        tell(part.name);
        choose(part.name);
      }
    });
    return el('label', attributes, input, ...inside);
  };
  tell(chosen);
  return el(
    'fieldset',
    {class: 'network-map'},
    el('legend', {text: 'The network, from the frame to its scores'}),
    el('p', {class: 'hidden', text: `Its parts: ${parts.map(words).join('; ')}.`}),
    el('div', {class: 'stages', style: `grid-template-columns:${columns(parts)}`}, ...bands(parts), ...parts.map(column)),
    el(
      'p',
      {class: 'quiet legend'},
      el('span', {class: 'is-shifted', text: 'shifts: choose one'}),
      el('span', {class: 'is-skipped', text: 'skip path'}),
      el('span', {text: 'the taller, the larger the maps; the wider, the more channels'})
    ),
    caption
  );
}

const size = part => `${part.height} × ${part.width}`;

function words(part) {
  const what = part.height > 1 ? `channels of ${size(part)}` : 'numbers';
  const shifts = part.shifts ? ', shifts' : '';
  const skips = part.skips ? ', adds what it was given' : '';
  return `${part.name} gives ${part.channels} ${what}${shifts}${skips}`;
}

/** All as wide as one another, but for numbers of four digits. */
function columns(parts) {
  return parts.map(part => `minmax(0,${part.channels > 999 ? 1.5 : 1}fr)`).join(' ');
}

/** A heading over the neighbours whose maps have one size. */
function bands(parts) {
  const found = [];
  parts.forEach((part, i) => {
    const last = found.at(-1);
    if (last && last.size === size(part)) last.end = i + 2;
    else found.push({size: size(part), start: i + 1, end: i + 2});
  });
  return found.map(band =>
    el('small', {
      class: 'band',
      'aria-hidden': 'true',
      style: `grid-column:${band.start}/${band.end}`,
      text: band.size.replace(/^(\d+) × \1$/, '$1²')
    })
  );
}
