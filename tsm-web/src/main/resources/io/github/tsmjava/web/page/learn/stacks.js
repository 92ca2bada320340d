import {range} from './dom.js';
import {floats} from './numbers.js';

/** What each shifted block is given, by its name: of the first block all channels, of wide ones some. */
export function stacks({block, maps: others}, first) {
  const all = new Map();
  all.set(block.name, {...block, kept: range(block.channels), map: first.input});
  for (const other of others) {
    const plane = other.height * other.width;
    let numbers = null;
    all.set(other.block, {
      ...other,
      name: other.block,
      map(t, row) {
        numbers ??= floats(other.input);
        const at = (t * other.kept.length + row) * plane;
        return numbers.subarray(at, at + plane);
      }
    });
  }
  return all;
}

/** Which channels of a block are shown, in words. */
export function which({channels, kept}) {
  const step = kept.length > 1 ? kept[1] - kept[0] : 1;
  const ending = {2: 'nd', 3: 'rd'}[step] ?? 'th';
  return step === 1 ? `all ${channels} channels` : `every ${step}${ending} of the ${channels} channels`;
}
