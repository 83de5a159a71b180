// Where the weights of a neuron are edited: its bias, and one for each line that comes in.
import { short } from "/output.js";

export class Editor {
  #dialog = document.getElementById("editor");
  #fields = document.getElementById("editor-fields");
  #inputs = [];
  #neuron = null;

  /** @param send called with layer, unit, input (null for the bias) and value. */
  constructor(network, send) {
    this.network = network;
    this.send = send;
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.#dialog.addEventListener("keydown", (event) => {
      // Enter would press the dialog's first button.
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault();
        this.#commit(event.target);
      }
    });
    this.#dialog.addEventListener("close", () => this.#closed());
    document.addEventListener("pointerdown", (event) => {
      if (this.#dialog.open && !event.target.closest("#editor, .neuron, .hit")) this.close();
    });
  }

  open(layer, unit, input, button) {
    const frame = this.network.frame;
    if (!frame) return;
    this.#neuron = { layer, unit, button };
    const isOutput = layer === frame.biases.length - 1;
    document.getElementById("editor-title").textContent = isOutput ? "Output" : `Neuron ${unit + 1} of layer ${layer + 1}`;
    const count = frame.kernels[layer].length / frame.biases[layer].length;
    this.#fields.replaceChildren();
    this.#inputs = [null, ...Array(count).keys()].map((from) => this.#field(from, from === input));
    this.update(frame);
    if (!this.#dialog.open) this.#dialog.show();
    this.#place(button);
    const chosen = this.#inputs.find(({ from }) => from === input).control;
    chosen.focus();
    chosen.select();
  }

  #field(from, isChosen) {
    const label = document.createElement("label");
    label.classList.toggle("chosen", isChosen);
    const name = document.createElement("span");
    name.textContent = from === null ? "Bias" : this.network.inputName(this.#neuron.layer, from);
    const gradient = document.createElement("small");
    name.append(gradient);
    const control = document.createElement("input");
    Object.assign(control, { type: "number", step: "any", min: -1e6, max: 1e6 });
    control.addEventListener("change", () => this.#commit(control));
    // What cannot be a weight gives way to the weight there is.
    control.addEventListener("blur", () => {
      if ((!control.value || !control.validity.valid) && this.network.frame) this.update(this.network.frame);
    });
    label.append(name, control);
    this.#fields.append(label);
    return { from, control, gradient };
  }

  #place(button) {
    if (innerWidth <= 620) {
      this.#dialog.removeAttribute("style");
      return;
    }
    const spot = button.getBoundingClientRect(), own = this.#dialog.getBoundingClientRect();
    const right = spot.right + 14;
    this.#dialog.style.left = `${right + own.width < innerWidth ? right : Math.max(8, spot.left - own.width - 14)}px`;
    this.#dialog.style.top = `${Math.max(8, Math.min(spot.top - 20, innerHeight - own.height - 8))}px`;
  }

  #commit(control) {
    const { from } = this.#inputs.find((field) => field.control === control);
    const value = control.valueAsNumber;
    if (Number.isNaN(value) || control.value === control.dataset.sent) return;
    control.dataset.sent = control.value;
    this.send({ layer: this.#neuron.layer, unit: this.#neuron.unit, input: from, value });
  }

  /** Shows the weights of a frame, but for the one that is being typed. */
  update(frame) {
    if (!this.#neuron) return;
    const { layer, unit } = this.#neuron;
    const units = frame.biases[layer]?.length;
    if (!units || unit >= units || this.#inputs.length !== frame.kernels[layer].length / units + 1) return this.close();
    for (const { from, control, gradient } of this.#inputs) {
      const [values, gradients] = from === null ? [frame.biases, frame.biasGradients] : [frame.kernels, frame.kernelGradients];
      const place = from === null ? unit : from * units + unit;
      if (control !== document.activeElement || !control.value) {
        const text = Number(Number(values[layer][place]).toPrecision(4)).toString();
        control.value = text;
        control.dataset.sent = text;
      }
      gradient.textContent = `∇ ${short(gradients[layer][place])}`;
    }
    const isDead = frame.isDead[layer]?.[unit];
    document.getElementById("editor-note").textContent = isDead
      ? "A dead unit: it says the same of every training point."
      : "A weight takes effect when you press Enter or leave its field.";
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  #closed() {
    const hadFocus = this.#dialog.contains(document.activeElement) || document.activeElement === document.body;
    if (hadFocus && this.#neuron) document.querySelector(`[data-key="neuron ${this.#neuron.layer} ${this.#neuron.unit}"]`)?.focus();
    this.#neuron = null;
  }
}
