// The exact numbers of the document.

export function bytes(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** Little-endian float32. */
export function floats(base64) {
  const view = new DataView(bytes(base64).buffer);
  return Float32Array.from({length: view.byteLength / 4}, (_, i) => view.getFloat32(4 * i, true));
}

/** The maps of the block, each as a view of the numbers. */
export function unpack(block, frames) {
  const {channels, height, width} = block;
  const plane = height * width;
  const input = floats(block.input);
  const output = floats(block.output);
  const branch = floats(block.branch);
  const part = (all, index) => all.subarray(index * plane, (index + 1) * plane);
  return {
    plane,
    input: (t, c) => part(input, t * channels + c),
    output: (filter, t) => part(output, filter * frames + t),
    branch: (c, t) => part(branch, c * frames + t)
  };
}
