// What the network remembers: small pictures of the channels that each shifted layer carries to the next frame.

const GAP = 1;
const names = new TextDecoder();
const dark = matchMedia("(prefers-color-scheme: dark)");

/** From below zero over zero to above, for bytes. */
function palette() {
  const [low, zero, high] = dark.matches
    ? [[232, 154, 95], [26, 30, 34], [79, 192, 181]] : [[180, 83, 26], [246, 245, 241], [14, 111, 106]];
  return Array.from({length: 256}, (_, value) => {
    const share = Math.min(1, Math.abs(value - 128) / 127);
    const end = value < 128 ? low : high;
    return zero.map((from, i) => Math.round(from + (end[i] - from) * share));
  });
}

function parse(view) {
  let at = 2;
  const layers = [];
  for (let i = 0; i < view.getUint8(1); i++) {
    const length = view.getUint8(at);
    const name = names.decode(new Uint8Array(view.buffer, at + 1, length));
    at += 1 + length;
    const layer = {
      name, of: view.getUint16(at), carried: view.getUint16(at + 2),
      shown: view.getUint8(at + 4), height: view.getUint8(at + 5), width: view.getUint8(at + 6),
    };
    at += 7;
    layer.bytes = new Uint8Array(view.buffer, at, layer.shown * layer.height * layer.width);
    at += layer.bytes.length;
    layers.push(layer);
  }
  return layers;
}

export class Memory {

  constructor(list) {
    this.list = list;
    this.colours = palette();
    dark.addEventListener("change", () => {
      this.colours = palette();
    });
  }

  show(view) {
    const layers = parse(view);
    while (this.list.children.length > layers.length) {
      this.list.lastChild.remove();
    }
    layers.forEach((layer, i) => this.draw(layer, this.list.children[i] ?? this.add()));
  }

  add() {
    const item = document.createElement("li");
    const title = document.createElement("p");
    title.append(document.createElement("b"), document.createElement("span"));
    item.append(title, document.createElement("canvas"));
    this.list.append(item);
    return item;
  }

  draw({name, of, carried, shown, height, width, bytes}, item) {
    const [title, canvas] = item.children;
    // What all names begin and end with says nothing.
    title.children[0].textContent = title.title = name.replace(/^(base_model|backbone)\./, "").replace(/\.net$/, "");
    title.children[1].textContent = `${carried} of ${of} channels, ${width} × ${height}`;
    const columns = Math.min(shown, shown <= 4 ? 4 : Math.ceil(shown / Math.ceil(shown / 10)));
    const rows = Math.ceil(shown / columns);
    canvas.width = columns * (width + GAP) - GAP;
    canvas.height = rows * (height + GAP) - GAP;
    const image = new ImageData(canvas.width, canvas.height);
    for (let channel = 0; channel < shown; channel++) {
      const left = channel % columns * (width + GAP), top = Math.floor(channel / columns) * (height + GAP);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const [r, g, b] = this.colours[bytes[(channel * height + y) * width + x]];
          image.data.set([r, g, b, 255], 4 * ((top + y) * canvas.width + left + x));
        }
      }
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
}
