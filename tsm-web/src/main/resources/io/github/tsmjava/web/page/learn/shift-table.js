// What a shift does, as tables that the engine has made: no rule is written down here.

/** The table of a mode and a share of the channels, for clips of some length and blocks of some width. */
export function shiftTable(tables, mode, div, frames, channels) {
  const table = tables.find(t => t.mode === mode && t.div === div) ?? tables.find(t => t.mode === mode);
  const sources = table.sources[frames - 1];
  const fold = Math.floor(channels / table.div);
  const group = c => (c < fold ? 0 : c < 2 * fold ? 1 : 2);
  const offset = c => table.offsets[group(c)] ?? 0;
  return {
    mode,
    div: table.div,
    frames,
    channels,
    fold,
    circulant: table.circulant,
    offset,
    kind: c => ({'-1': 'past', 0: 'stay', 1: 'future'})[offset(c)],
    /** The frame that is read, -1 for zeros. */
    source: (t, c) => sources[t][group(c)],
    /** Where a map goes, -1 if nowhere. */
    target: (t, c) => sources.findIndex(row => row[group(c)] === t)
  };
}

/** Which shares of the channels a mode allows. */
export function divs(tables, mode) {
  return tables.filter(t => t.mode === mode).map(t => t.div);
}

/** Counts maps. */
export function tally(table) {
  let moved = 0;
  let zeros = 0;
  for (let t = 0; t < table.frames; t++) {
    for (let c = 0; c < table.channels; c++) {
      const source = table.source(t, c);
      if (source < 0) zeros++;
      else if (source !== t) moved++;
    }
  }
  return {all: table.frames * table.channels, moved, zeros};
}
