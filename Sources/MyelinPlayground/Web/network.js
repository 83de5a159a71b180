// The network: features, hidden neurons and the output, each with its picture, and the lines between them.
import { bytesOf, colorOf, lineColor, paint } from "/colors.js";
import { short } from "/output.js";

const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

export class Network {
  #board = document.getElementById("board");
  #links = document.getElementById("links");
  #columns = document.getElementById("columns");
  #tip = document.getElementById("tip");
  #neurons = [];
  #lines = [];
  #feet = [];

  /**
   * @param features name, label and picture of each feature.
   * @param act what to do: set(name, value), edit(layer, unit, input), point(neuron or null).
   */
  constructor(features, act) {
    this.features = features.map((feature) => ({ ...feature, bytes: bytesOf(feature.picture) }));
    this.act = act;
  }

  /** Draws all columns anew. */
  build(scene) {
    this.scene = scene;
    const sizes = scene.settings.network ? scene.settings.network.split(",").map(Number) : [];
    const chosen = scene.settings.features.split(",");
    const isNarrow = this.#board.clientWidth < 560;
    const node = isNarrow ? 30 : 38, pitch = isNarrow ? 42 : 50, top = 62, left = 48;
    this.boldness = isNarrow ? 0.55 : 1;
    const rows = 8, foot = 30;
    const count = sizes.length + 2;
    const available = this.#board.clientWidth - left - node - 22;
    const apart = Math.max(isNarrow ? 66 : 80, available / (count - 1));
    // Columns that stand close have no room for words.
    this.isTight = apart < 80;
    const width = left + node + 20 + apart * (count - 1);
    const height = top + rows * pitch + foot;
    const x = (column) => left + node / 2 + column * apart;
    const y = (place, total) => top + ((rows - total) / 2 + place + 0.5) * pitch;

    const focused = document.activeElement?.dataset?.key;
    this.#board.style.height = `${height}px`;
    this.#columns.style.width = this.#links.style.width = `${Math.max(width, 1)}px`;
    this.#columns.style.height = this.#links.style.height = `${height}px`;
    this.#columns.replaceChildren();
    this.#links.replaceChildren();
    this.#neurons = [];
    this.#lines = [];
    this.#feet = [];

    this.#head(x(0), "Features", "");
    const inputs = [];
    this.features.forEach((feature, place) => {
      const isChosen = chosen.includes(feature.name);
      const spot = { x: x(0), y: y(place, this.features.length) };
      if (isChosen) inputs.push({ ...spot, name: feature.label });
      this.#feature(feature, isChosen, spot, node, chosen);
    });

    let before = inputs;
    [...sizes, 1].forEach((units, layer) => {
      const isOutput = layer === sizes.length;
      if (isOutput) this.#head(x(layer + 1), "Output", "");
      else this.#hiddenHead(x(layer + 1), layer, sizes);
      const here = [];
      for (let unit = 0; unit < units; unit++) {
        const name = isOutput ? "Output" : `Neuron ${unit + 1} of layer ${layer + 1}`;
        here.push({ x: x(layer + 1), y: y(unit, units), name: isOutput ? "the output" : `neuron ${unit + 1}` });
        this.#neuron(layer, unit, name, here[unit], node);
      }
      this.#lines.push(before.map((from, input) => here.map((to, unit) => this.#line(layer, input, unit, from, to, node))));
      this.#feet.push(this.#foot(x(layer + 1), y(units - 1, units) + node / 2 + 10));
      before = here;
    });
    if (focused) this.#columns.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
    this.#sayLayers(sizes);
  }

  #sayLayers(sizes) {
    document.getElementById("layer-count").textContent = `${sizes.length} hidden layer${sizes.length === 1 ? "" : "s"}`;
    document.getElementById("add-layer").disabled = sizes.length === 6;
    document.getElementById("remove-layer").disabled = sizes.length === 0;
  }

  #head(x, title, detail) {
    const head = document.createElement("div");
    head.className = "column-head";
    head.style.left = `${x}px`;
    head.style.top = "30px";
    const strong = document.createElement("strong");
    strong.textContent = title;
    head.append(strong, detail);
    this.#columns.append(head);
  }

  #hiddenHead(x, layer, sizes) {
    const head = document.createElement("div");
    head.className = "column-head";
    head.style.left = `${x}px`;
    const pair = document.createElement("div");
    pair.className = "pair";
    for (const [sign, step, what] of [["−", -1, "Remove a neuron from"], ["+", 1, "Add a neuron to"]]) {
      const button = document.createElement("button");
      button.className = "small";
      button.textContent = sign;
      button.dataset.key = `${sign}${layer}`;
      button.setAttribute("aria-label", `${what} layer ${layer + 1}`);
      button.disabled = sizes[layer] + step < 1 || sizes[layer] + step > 8;
      button.addEventListener("click", () =>
        this.act.set("network", sizes.map((units, place) => (place === layer ? units + step : units)).join(",")));
      pair.append(button);
    }
    head.append(pair, this.isTight ? `${sizes[layer]}` : `${sizes[layer]} neuron${sizes[layer] === 1 ? "" : "s"}`);
    this.#columns.append(head);
  }

  #foot(x, y) {
    const foot = document.createElement("div");
    foot.className = "column-foot";
    foot.style.left = `${x}px`;
    foot.style.top = `${y}px`;
    foot.title = "The mean size of the gradients of this layer's weights";
    this.#columns.append(foot);
    return foot;
  }

  #button(spot, node, key, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "neuron";
    button.dataset.key = key;
    button.setAttribute("aria-label", name);
    Object.assign(button.style, {
      left: `${spot.x - node / 2}px`, top: `${spot.y - node / 2}px`, width: `${node}px`, height: `${node}px`,
    });
    const canvas = document.createElement("canvas");
    button.append(canvas);
    this.#columns.append(button);
    return { button, canvas };
  }

  #pointing(button, neuron) {
    for (const name of ["pointerenter", "focus"]) button.addEventListener(name, () => this.act.point(neuron));
    for (const name of ["pointerleave", "blur"]) button.addEventListener(name, () => this.act.point(null));
  }

  #feature(feature, isChosen, spot, node, chosen) {
    const { button, canvas } = this.#button(spot, node, `feature ${feature.name}`, `Feature ${feature.label}`);
    button.classList.add("feature");
    button.setAttribute("aria-pressed", isChosen);
    paint(canvas, feature.bytes);
    const name = document.createElement("span");
    name.className = "feature-name";
    name.textContent = feature.label;
    Object.assign(name.style, { right: `calc(100% - ${spot.x - node / 2 - 6}px)`, top: `${spot.y - 7}px` });
    this.#columns.append(name);
    button.addEventListener("click", () => {
      const all = this.features.map(({ name }) => name);
      const now = isChosen ? chosen.filter((name) => name !== feature.name) : [...chosen, feature.name];
      if (now.length) this.act.set("features", all.filter((name) => now.includes(name)).join(","));
      else this.act.say("A network needs at least one feature.");
    });
    this.#pointing(button, { feature });
  }

  #neuron(layer, unit, name, spot, node) {
    const { button, canvas } = this.#button(spot, node, `neuron ${layer} ${unit}`, `${name}: edit its weights`);
    const bias = document.createElement("span");
    bias.className = "bias";
    button.append(bias);
    bias.addEventListener("pointermove", (event) => this.#showTip(event, name, "bias", layer, unit));
    bias.addEventListener("pointerleave", () => (this.#tip.hidden = true));
    button.addEventListener("click", () => {
      this.#tip.hidden = true;
      this.act.edit(layer, unit, null, button);
    });
    this.#pointing(button, { layer, unit, name });
    (this.#neurons[layer] ??= []).push({ button, canvas, bias, name });
  }

  #line(layer, input, unit, from, to, node) {
    const [x1, x2] = [from.x + node / 2, to.x - node / 2];
    const middle = (x1 + x2) / 2;
    const path = svg("path"), hit = svg("path");
    for (const line of [path, hit]) line.setAttribute("d", `M${x1} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${x2} ${to.y}`);
    hit.setAttribute("class", "hit");
    hit.dataset.line = `${layer} ${input} ${unit}`;
    hit.addEventListener("pointermove", (event) =>
      this.#showTip(event, `${from.name} → ${to.name}`, "weight", layer, unit, input));
    hit.addEventListener("pointerleave", () => (this.#tip.hidden = true));
    hit.addEventListener("click", () => {
      this.#tip.hidden = true;
      this.act.edit(layer, unit, input, this.#neurons[layer][unit].button);
    });
    this.#links.append(path, hit);
    return path;
  }

  /** Says the number of a line, or of a bias, which has no input. */
  #showTip(event, title, what, layer, unit, input = null) {
    if (!this.frame) return;
    const { biases, biasGradients, kernels, kernelGradients } = this.frame;
    const place = input === null ? unit : input * biases[layer].length + unit;
    const [value, gradient] = (input === null ? [biases, biasGradients] : [kernels, kernelGradients]).map((all) => all[layer][place]);
    this.#tip.textContent = `${title}\n${what} ${short(value)} · gradient ${short(gradient)}\nclick to edit`;
    this.#tip.hidden = false;
    this.#tip.style.left = `${Math.min(event.clientX + 14, innerWidth - this.#tip.offsetWidth - 8)}px`;
    this.#tip.style.top = `${Math.max(8, event.clientY - this.#tip.offsetHeight - 10)}px`;
  }

  /** The name of what feeds an input of a layer. */
  inputName(layer, input) {
    if (layer > 0) return `Neuron ${input + 1}`;
    const name = this.scene.settings.features.split(",")[input];
    return this.features.find((feature) => feature.name === name).label;
  }

  /** Shows weights and pictures. */
  draw(frame) {
    this.frame = frame;
    const showsGradients = this.scene.settings.lines === "gradients";
    const largest = Math.max(1e-12, ...frame.kernelGradients.flat().map(Math.abs).filter(Number.isFinite));
    this.#neurons.forEach((neurons, layer) => {
      const isOutput = layer === this.#neurons.length - 1;
      neurons.forEach(({ button, canvas, bias, name }, unit) => {
        paint(canvas, bytesOf(isOutput ? frame.output : frame.neurons[layer][unit]));
        bias.style.background = colorOf(Number(frame.biases[layer][unit]));
        const isDead = !isOutput && frame.isDead[layer][unit];
        button.classList.toggle("dead", isDead);
        button.title = isDead ? `${name} is dead: it says the same of every training point` : "";
      });
      this.#lines[layer].forEach((row, input) => row.forEach((path, unit) => {
        const place = input * neurons.length + unit;
        const value = Number((showsGradients ? frame.kernelGradients : frame.kernels)[layer][place]);
        const strength = showsGradients ? Math.sqrt(Math.abs(value) / largest) : Math.min(1, Math.abs(value));
        const width = 0.7 + this.boldness * (showsGradients ? 5.4 * strength : Math.min(7.2, 1.9 * Math.abs(value)));
        path.setAttribute("stroke", lineColor(value, strength || 0));
        path.setAttribute("stroke-width", Number.isNaN(value) ? 1 : width.toFixed(2));
      }));
      const gradients = [...frame.kernelGradients[layer], ...frame.biasGradients[layer]].map((value) => Math.abs(value));
      this.#feet[layer].textContent = `${this.isTight ? "∇" : "|∇|"} ${short(gradients.reduce((sum, value) => sum + value, 0) / gradients.length)}`;
    });
  }

  /** What the large picture shows of a neuron that is pointed at. */
  picture(neuron) {
    if (neuron.feature) return { name: `Feature ${neuron.feature.label}`, bytes: neuron.feature.bytes };
    if (neuron.layer === this.#neurons.length - 1) return null;
    const text = this.frame?.neurons[neuron.layer]?.[neuron.unit];
    return text ? { name: neuron.name, bytes: bytesOf(text) } : null;
  }
}
