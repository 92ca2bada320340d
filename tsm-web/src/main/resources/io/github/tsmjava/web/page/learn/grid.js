import {animate, byId, choice, el, fill, onLook, onceSeen, slider} from './dom.js';
import {GridView} from './grid-view.js';
import {inspector} from './inspector.js';
import {networkMap} from './network-map.js';
import {divs, shiftTable, tally} from './shift-table.js';
import {stacks, which} from './stacks.js';

const MODES = [
  ['online', 'past only'],
  ['bidirectional', 'both ways'],
  ['circulant', 'both, in a ring'],
  ['quarters', 'quarters'],
  ['quarters-circulant', 'quarters, in a ring']
];
const MOVE_TIME = 1600;

/** Scene 3: the grid of maps, shifted in any way. */
export function gridScene(data, maps) {
  const {block, network, shifts, clip} = data;
  const blocks = stacks(data, maps);
  let stack = blocks.get(block.name);
  const view = new GridView(clip);
  let mode = MODES.some(([name]) => name === network.mode) ? network.mode : 'bidirectional';
  let div = network.div;
  let frames = clip.frames;
  let part = 1;
  let stop = () => {};
  let chosen = {
    t: Math.floor(clip.frames / 2) + 1,
    row: 0,
    px: Math.floor(block.width / 2),
    py: Math.floor(block.height / 2)
  };
  const one = inspector(view);

  const scrub = el('input', {
    type: 'range',
    min: 0,
    max: 100,
    value: 100,
    'aria-label': 'From before to after the shift',
    oninput: () => {
      stop();
      part = scrub.value / 100;
      draw();
    }
  });
  const play = el('button', {type: 'button', class: 'primary', text: 'Shift', onclick: run});
  const length = slider('Frames', 1, clip.frames, frames, String, n => {
    frames = n;
    use();
  });
  const kind = el(
    'select',
    {
      'aria-label': 'Kind of shift',
      onchange: () => {
        mode = kind.value;
        use();
      }
    },
    ...MODES.map(([value, text]) => el('option', {value, text, selected: value === mode}))
  );
  const share = el('div', {class: 'share'});

  function run() {
    stop();
    stop = animate(MOVE_TIME, x => {
      part = x;
      scrub.value = 100 * x;
      draw();
    });
  }

  function look(name) {
    const {width, height} = stack;
    stack = blocks.get(name);
    chosen = {
      t: chosen.t,
      row: Math.min(chosen.row, stack.kept.length - 1),
      px: Math.floor((chosen.px * stack.width) / width),
      py: Math.floor((chosen.py * stack.height) / height)
    };
    view.look(stack);
    fill('grid-which', `${which(stack)} that block ${stack.name} is given: ${stack.height} × ${stack.width} numbers each`);
    use();
  }

  function use() {
    const possible = divs(shifts, mode);
    if (!possible.includes(div)) div = possible.at(-1);
    share.replaceChildren(
      choice(
        'Share of each group',
        'div',
        possible.map(d => [d, '1/' + d]),
        div,
        d => {
          div = d;
          use();
        }
      )
    );
    const table = shiftTable(shifts, mode, div, frames, stack.channels);
    view.use(table);
    chosen.t = Math.min(chosen.t, frames - 1);
    fill('grid-words', words(table));
    const {all, moved, zeros} = tally(table);
    fill(
      'grid-tally',
      `${moved} of ${all} maps, one for each frame and channel, moved. ${zeros === 0 ? 'None' : zeros} became zeros` +
        `${zeros === 0 ? '' : `, as many fell off at the clip’s ${bothWays(table) ? 'ends' : 'end'}`}. None was computed.`
    );
    draw();
  }

  function draw() {
    view.draw(part, chosen);
    one.show(chosen, part >= 0.5);
    view.canvas.setAttribute(
      'aria-label',
      `Grid of ${frames} frames by ${stack.kept.length} channels of ${stack.name}, ` +
        `${part >= 0.5 ? 'after' : 'before'} the shift. Arrow keys choose a map. ${one.words()}`
    );
  }

  const point = event => {
    const cell = view.at(event);
    if (cell) {
      chosen = cell;
      draw();
    }
  };
  view.canvas.addEventListener('pointermove', point);
  view.canvas.addEventListener('pointerdown', point);
  view.canvas.addEventListener('keydown', event => {
    const [dt, down] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key] ?? [];
    if (dt === undefined) return;
    event.preventDefault();
    chosen = {
      ...chosen,
      t: Math.max(0, Math.min(frames - 1, chosen.t + dt)),
      row: Math.max(0, Math.min(stack.kept.length - 1, chosen.row + down))
    };
    draw();
  });

  byId('grid-figure').append(
    networkMap(data, block.name, name => {
      look(name);
      run();
    }),
    el(
      'div',
      {class: 'controls'},
      play,
      el('label', {class: 'slider'}, el('span', {text: 'before'}), scrub, el('span', {text: 'after'}))
    ),
    el('div', {class: 'controls'}, kind, share, length.root),
    el(
      'p',
      {class: 'quiet legend'},
      el('b', {class: 'past', text: 'from the frame before'}),
      el('b', {class: 'future', text: 'from the next frame'}),
      el('span', {text: 'stay'}),
      el('span', {class: 'hatched', text: 'zeros'})
    ),
    el('div', {class: 'grid-and-one'}, view.root, one.root)
  );
  look(block.name);
  onLook(view.root, () => {
    view.paint();
    draw();
  });
  onceSeen(view.canvas, run);
}

const bothWays = table => table.fold > 0 && table.offset(0) * table.offset(table.fold) < 0;

/** What the shift does, in a sentence. */
function words(table) {
  const group = c => (table.fold === 1 ? `channel ${c}` : `channels ${c} to ${c + table.fold - 1}`);
  const moves = [0, table.fold]
    .filter(c => table.fold > 0 && table.offset(c) !== 0)
    .map(
      c =>
        `${group(c)} of each frame are replaced by those of the ${table.offset(c) < 0 ? 'frame before' : 'next frame'}`
    );
  const edge = table.circulant
    ? 'The clip’s ends meet, so nothing is lost.'
    : 'What would come from beyond the clip is zero.';
  const text = moves.join('; ') + '. All others stay. ' + edge;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
