// The output over the plane, with the data points.
import { bytesOf, colorOf, crisp, css, paint } from "/colors.js";

/** A number in few letters. */
export function short(value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "NaN" : number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  if (size !== 0 && (size < 0.001 || size >= 100000)) return number.toExponential(1).replaceAll("-", "−");
  return number.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3).replace("-", "−");
}

export class Output {
  #canvas = document.getElementById("plane");
  #picture = document.createElement("canvas");
  #title = document.getElementById("plane-title");

  /** @param instead a neuron to show in place of the output: its name and its picture. */
  draw(scene, frame, instead) {
    paint(this.#picture, instead ? instead.bytes : bytesOf(frame.output), scene.settings.discretize === "true");
    const isOutput = !instead || instead.isOutput;
    this.#title.textContent = instead?.name ?? `Output (${scene.outputActivation})`;
    const { context, width } = crisp(this.#canvas);
    const [left, bottom] = [26, 20];
    const side = width - left - 2;
    const height = side;
    context.imageSmoothingEnabled = !(scene.settings.discretize === "true");
    context.imageSmoothingQuality = "high";
    context.save();
    context.beginPath();
    context.roundRect(left, 1, side, height, 6);
    context.clip();
    context.drawImage(this.#picture, left, 1, side, height);
    if (isOutput || instead.showsPoints) {
      this.#points(context, scene.training, left, side, false);
      if (scene.settings.showTest === "true") this.#points(context, scene.test, left, side, true);
    }
    context.restore();
    context.strokeStyle = css("strong-line");
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(left + 0.5, 1.5, side - 1, height - 1, 6);
    context.stroke();
    this.#axes(context, scene.names, left, side, bottom);
  }

  #points(context, points, left, side, isTest) {
    for (const [x, y, label] of points) {
      const [across, down] = [left + (x / 12 + 0.5) * side, 1 + (0.5 - y / 12) * side];
      context.beginPath();
      context.arc(across, down, isTest ? 3 : 3.2, 0, 7);
      // A shadow, for a point of the plane's own colour.
      context.lineWidth = 2.6;
      context.strokeStyle = css("text", 0.25);
      context.stroke();
      context.lineWidth = 1;
      context.fillStyle = colorOf(label);
      context.fill();
      context.strokeStyle = isTest ? css("text", 0.85) : css("surface", 0.95);
      context.stroke();
    }
  }

  #axes(context, names, left, side, bottom) {
    context.fillStyle = css("muted");
    context.font = "11px system-ui, sans-serif";
    const tick = ([low, high], share) => {
      const value = low + (high - low) * share;
      const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1e-9, (high - low) / 4))));
      return String(Number(value.toFixed(Math.min(6, digits)))).replace("-", "−");
    };
    context.textBaseline = "top";
    for (const [share, place] of [[0, "left"], [0.5, "center"], [1, "right"]]) {
      context.textAlign = place;
      context.fillText(tick(names.xRange, share), left + share * side, side + 6);
    }
    context.textAlign = "right";
    for (const [share, place] of [[0, "bottom"], [0.5, "middle"], [1, "top"]]) {
      context.textBaseline = place;
      context.fillText(tick(names.yRange, share), left - 5, 1 + (1 - share) * side);
    }
  }
}
