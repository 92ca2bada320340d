// Pictures of maps: from the colour of paper to that of ink, small numbers to large ones.

/** The colours of the page now, as [r, g, b]. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    return [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16));
  };
  return {paper: of('--paper'), ink: of('--ink'), past: of('--past'), future: of('--future'), line: of('--raw')};
}

/** Where most numbers lie, so that a few large ones do not leave the others without contrast. */
export function spread(...maps) {
  const sorted = maps.flatMap(map => Array.from(map)).sort((a, b) => a - b);
  return [sorted[Math.floor(0.01 * sorted.length)], sorted[Math.ceil(0.99 * sorted.length) - 1]];
}

/** A map as pixels. */
export function picture(map, width, [low, high], from, to) {
  const image = new ImageData(width, map.length / width);
  map.forEach((value, i) => {
    const part = Math.max(0, Math.min(1, (value - low) / (high - low || 1)));
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = from[k] + (to[k] - from[k]) * part;
    image.data[4 * i + 3] = 255;
  });
  return image;
}

/** Draws a map on a canvas of as many pixels; style makes it larger. */
export function show(canvas, map, width, limits, from, to) {
  canvas.width = width;
  canvas.height = map.length / width;
  canvas.getContext('2d').putImageData(picture(map, width, limits, from, to), 0, 0);
}

/** The same, large enough to mark a pixel. */
export function showMarked(canvas, map, width, limits, from, to, pixel, mark) {
  const scale = 10;
  const small = document.createElement('canvas');
  show(small, map, width, limits, from, to);
  canvas.width = small.width * scale;
  canvas.height = small.height * scale;
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  for (const [colour, line] of [
    [`rgb(${from})`, 5],
    [mark, 2]
  ]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect((pixel % width) * scale - 1, Math.floor(pixel / width) * scale - 1, scale + 2, scale + 2);
  }
}

/** Makes a canvas as sharp as the screen and returns its context, in CSS pixels. */
export function sharp(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.height = height + 'px';
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.imageSmoothingEnabled = false;
  return context;
}
