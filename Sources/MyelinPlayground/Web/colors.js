// The palette, from the style sheet: orange for -1, blue for 1.
const scheme = matchMedia("(prefers-color-scheme: dark)");
const listeners = [];

function channels(name) {
  const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16));
}

const palette = {};

function readPalette() {
  for (const name of ["negative", "middle", "positive", "nan", "text", "muted", "line", "strong-line", "surface"]) {
    palette[name] = channels(`--${name}`);
  }
  // One colour for each byte of a picture; 255 is no number.
  const little = new Uint32Array(256), hard = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const value = byte / 127 - 1;
    little[byte] = packed(byte === 255 ? palette.nan : mixed(value));
    hard[byte] = packed(byte === 255 ? palette.nan : mixed(value >= 0 ? 0.85 : -0.85));
  }
  palette.smooth = little;
  palette.discrete = hard;
}

function mixed(value) {
  const end = value < 0 ? palette.negative : palette.positive;
  // A little steeper around 0, so that a border is seen.
  const share = Math.min(1, Math.abs(value)) ** 0.85;
  return palette.middle.map((channel, place) => Math.round(channel + (end[place] - channel) * share));
}

const packed = ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

export const css = (name, alpha = 1) => `rgb(${palette[name].join(" ")} / ${alpha})`;

/** The colour of a point or a bias. */
export function colorOf(value) {
  if (Number.isNaN(value)) return css("nan");
  const [red, green, blue] = mixed(Math.max(-1, Math.min(1, value)));
  return `rgb(${red} ${green} ${blue})`;
}

/** The colour of a line whose strength lies between 0 and 1. */
export const lineColor = (value, strength) =>
  Number.isNaN(value) ? css("nan") : css(value < 0 ? "negative" : "positive", 0.22 + 0.78 * strength);

/** Draws a square picture of bytes into the whole of a canvas of that many places. */
export function paint(canvas, bytes, discrete = false) {
  const side = Math.round(Math.sqrt(bytes.length));
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  const table = discrete ? palette.discrete : palette.smooth;
  for (let place = 0; place < bytes.length; place++) pixels[place] = table[bytes[place]];
  context.putImageData(image, 0, 0);
}

export const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Fits a canvas to its place on the screen; the drawing counts in CSS pixels. */
export function crisp(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

export const onSchemeChange = (listener) => listeners.push(listener);

readPalette();
scheme.addEventListener("change", () => {
  readPalette();
  for (const listener of listeners) listener();
});
