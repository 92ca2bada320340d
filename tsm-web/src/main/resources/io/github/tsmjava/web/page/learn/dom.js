// What all scenes share: elements, words for numbers, motion.

/** A new element with attributes and children; `class`, `text` and event handlers as `onclick` are attributes, too. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') element.textContent = value;
    // The server's policy forbids styles in attributes, not those of objects.
    else if (name === 'style') element.style.cssText = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

/** Puts text into all places of a name. */
export function fill(name, text) {
  document.querySelectorAll(`[data-fill="${name}"]`).forEach(place => {
    place.textContent = text;
  });
}

export const byId = id => document.getElementById(id);
export const range = n => Array.from({length: n}, (_, i) => i);
export const count = n => n.toLocaleString('en');
export const percent = p => (100 * p).toFixed(1) + ' %';
export const best = values => values.indexOf(Math.max(...values));

/** With a minus that is as wide as a plus. */
export function signed(value, digits = 2) {
  return (value < 0 ? '−' : '') + Math.abs(value).toFixed(digits);
}

/** A small number as a power of ten. */
export function power(value) {
  const [digits, exponent] = value.toExponential(0).split('e-');
  return `${digits} · 10⁻` + [...exponent].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');
}

let life = new AbortController();

/** Ends what the figures of the clip before still do. */
export function beginAgain() {
  life.abort();
  life = new AbortController();
}

/** Calls when another clip takes this one's place. */
export function atEnd(action) {
  life.signal.addEventListener('abort', action, {once: true});
}

const reduced = matchMedia('(prefers-reduced-motion: reduce)');
export const isStill = () => reduced.matches;

/** Calls `draw` with 0 … 1 for some time; at once with 1 for those who want no motion. Returns what stops it. */
export function animate(milliseconds, draw, done = () => {}) {
  let stopped = false;
  if (isStill()) {
    draw(1);
    done();
    return () => {};
  }
  const start = performance.now();
  const step = now => {
    if (stopped) return;
    const part = Math.max(0, Math.min(1, (now - start) / milliseconds));
    draw(part);
    if (part < 1) requestAnimationFrame(step);
    else done();
  };
  requestAnimationFrame(step);
  return () => {
    stopped = true;
  };
}

/** Calls once, when a good part of an element is seen. */
export function onceSeen(element, action) {
  const observer = new IntersectionObserver(
    entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        observer.disconnect();
        action();
      }
    },
    {rootMargin: '0px 0px -35% 0px'}
  );
  observer.observe(element);
  atEnd(() => observer.disconnect());
}

/** Calls whenever colours or widths change. */
export function onLook(element, draw) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, {signal: life.signal});
  const observer = new ResizeObserver(draw);
  observer.observe(element);
  atEnd(() => observer.disconnect());
}

/** A choice of a few: radio buttons that look like one control. */
export function choice(legend, name, options, chosen, onchange) {
  const inputs = options.map(([value, label]) =>
    el(
      'label',
      {},
      el('input', {type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value)}),
      el('span', {text: label})
    )
  );
  return el(
    'fieldset',
    {class: 'segments small', 'data-of': name},
    el('legend', {class: 'hidden', text: legend}),
    ...inputs
  );
}

/** A slider with its name in front and its value behind. */
export function slider(label, min, max, value, words, oninput) {
  const output = el('output', {text: words(value)});
  const input = el('input', {
    type: 'range',
    min,
    max,
    value,
    step: 1,
    'aria-label': label,
    'aria-valuetext': words(value),
    oninput: () => set(Number(input.value))
  });
  const set = (n, quietly) => {
    input.value = n;
    output.textContent = words(n);
    input.setAttribute('aria-valuetext', words(n));
    if (!quietly) oninput(n);
  };
  const root = el('label', {class: 'slider'}, el('span', {text: label}), input, output);
  return {
    root,
    input,
    set,
    get value() {
      return Number(input.value);
    }
  };
}
