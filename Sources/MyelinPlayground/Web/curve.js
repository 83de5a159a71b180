// The losses over the epochs.
import { crisp, css } from "/colors.js";
import { short } from "/output.js";

export class Curve {
  #points = [];
  #canvas = document.getElementById("curve");

  reset(points) {
    this.#points = points.map((point) => point.map(Number));
    this.draw();
  }

  add(epoch, train, test) {
    const last = this.#points.at(-1);
    if (last && last[0] === epoch) this.#points.pop();
    this.#points.push([epoch, Number(train), Number(test)]);
    // Every second point of a long run goes, but for the newest.
    if (this.#points.length > 800) this.#points = this.#points.filter((_, place) => place % 2 === 0 || place > 780);
    this.draw();
  }

  draw() {
    const { context, width, height } = crisp(this.#canvas);
    const points = this.#points.filter(([, train, test]) => Number.isFinite(train) && Number.isFinite(test));
    const [left, right, top, bottom] = [1, 46, 6, 16];
    context.font = "11px system-ui, sans-serif";
    context.strokeStyle = css("line");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, height - bottom + 0.5);
    context.lineTo(width - right, height - bottom + 0.5);
    context.stroke();
    if (!points.length) return;
    const first = points[0][0];
    const span = Math.max(1, points.at(-1)[0] - first);
    const largest = Math.max(1e-9, ...points.map(([, train, test]) => Math.max(train, test)));
    const smallest = Math.min(0, ...points.map(([, train, test]) => Math.min(train, test)));
    const x = (epoch) => left + ((epoch - first) / span) * (width - left - right);
    const y = (loss) => top + (1 - (loss - smallest) / (largest - smallest)) * (height - top - bottom);
    for (const [place, color, thickness] of [[1, "strong-line", 2], [2, "text", 1.75]]) {
      context.strokeStyle = css(color);
      context.lineWidth = thickness;
      context.lineJoin = "round";
      context.beginPath();
      for (const point of points) context.lineTo(x(point[0]), y(point[place]));
      context.stroke();
    }
    context.fillStyle = css("muted");
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(short(largest), width - right + 6, top + 4);
    context.fillText(short(smallest), width - right + 6, height - bottom - 1);
    context.textBaseline = "alphabetic";
    context.fillText(first.toLocaleString("en"), left, height - 3);
    context.textAlign = "center";
    context.fillText("epoch", left + (width - left - right) / 2, height - 3);
    context.textAlign = "right";
    context.fillText(points.at(-1)[0].toLocaleString("en"), width - right, height - 3);
  }
}
